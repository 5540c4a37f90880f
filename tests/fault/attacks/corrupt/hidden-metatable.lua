-- expect: failed: a metatable may not have __metatable here
return { rules = { attack = function(case, event)
  setmetatable({}, { __metatable = false })
end } }
