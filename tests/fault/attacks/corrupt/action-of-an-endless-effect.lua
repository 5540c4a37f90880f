-- expect: cut off: more than 1000000 instructions
-- as: action
return { actions = { attack = function(case, event)
  return setmetatable({}, { __index = function() while true do end end })
end } }
