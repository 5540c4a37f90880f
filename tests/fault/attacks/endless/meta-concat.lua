-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local m = { __concat = function() while true do end end }
  return setmetatable({}, m) .. 'x'
end } }
