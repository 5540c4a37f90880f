-- expect: failed: this table is only read
return { rules = { attack = function(case, event)
  rawset(math, 'leak', 1)
end } }
