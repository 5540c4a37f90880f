-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local t = setmetatable({}, { __index = function() while true do end end })
  return (string.gsub('a', '.', t))
end } }
