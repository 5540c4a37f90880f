-- expect: failed: a table is needed, and a list stands there
return { rules = { attack = function(case, event)
  table.insert(case.data.kinds, 'two')
end } }
