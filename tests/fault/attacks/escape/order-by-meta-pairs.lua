-- expect: failed: a metatable may not have __pairs here
return { rules = { attack = function(case, event)
  setmetatable({}, { __pairs = function() return next end })
end } }
