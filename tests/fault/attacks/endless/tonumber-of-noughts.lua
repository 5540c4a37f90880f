-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local s = string.rep(string.rep('0', 1000), 1000)
  while true do tonumber(s) end
end } }
