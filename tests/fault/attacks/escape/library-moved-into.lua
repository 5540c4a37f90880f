-- expect: failed: this table is only read
return { rules = { attack = function(case, event)
  table.move({ 'leak' }, 1, 1, 1, string)
end } }
