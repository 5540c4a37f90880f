-- expect: failed: this table is only read
return { rules = { attack = function(case, event)
  string.leak = 1
end } }
