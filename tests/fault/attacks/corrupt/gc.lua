-- expect: failed: a metatable may not have __gc here
return { rules = { attack = function(case, event)
  setmetatable({}, { __gc = function(t) leak = t end })
end } }
