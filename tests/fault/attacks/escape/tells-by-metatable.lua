-- expect: failed: a metatable may not have … here
return { rules = { attack = function(case, event)
  setmetatable({}, { ['__' .. case.data.name] = 1 })
end } }
