-- expect: failed: this table is only read
return { rules = { attack = function(case, event)
  table.insert(math, 'leak')
end } }
