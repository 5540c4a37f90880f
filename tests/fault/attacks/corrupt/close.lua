-- expect: failed: a metatable may not have __close here
return { rules = { attack = function(case, event)
  local x <close> = setmetatable({}, { __close = function() end })
end } }
