-- expect: failed: a table is needed, and the case's data stands there
return { rules = { attack = function(case, event)
  rawset(case.data, 'name', 'x')
end } }
