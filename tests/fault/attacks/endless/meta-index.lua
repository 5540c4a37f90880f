-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  return setmetatable({}, { __index = function() while true do end end }).x
end } }
