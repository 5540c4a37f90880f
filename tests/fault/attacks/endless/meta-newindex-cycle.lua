-- expect: failed: '__newindex' chain too long; possible loop
return { rules = { attack = function(case, event)
  local a, b = {}, {}
  setmetatable(a, { __newindex = b })
  setmetatable(b, { __newindex = a })
  a.x = 1
end } }
