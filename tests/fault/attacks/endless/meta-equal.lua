-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local m = { __eq = function() while true do end end }
  return setmetatable({}, m) == setmetatable({}, m)
end } }
