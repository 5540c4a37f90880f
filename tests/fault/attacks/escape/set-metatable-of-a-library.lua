-- expect: failed: this table is only read
return { rules = { attack = function(case, event)
  setmetatable(string, { __index = { leak = 1 } })
end } }
