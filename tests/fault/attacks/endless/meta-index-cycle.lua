-- expect: failed: '__index' chain too long; possible loop
return { rules = { attack = function(case, event)
  local a, b = {}, {}
  setmetatable(a, { __index = b })
  setmetatable(b, { __index = a })
  return a.x
end } }
