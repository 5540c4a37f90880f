-- expect: failed: a metatable may not have __name here
return { rules = { attack = function(case, event)
  return setmetatable({}, { __name = case.data.name }) < 1
end } }
