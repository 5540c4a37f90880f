-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local s = string.rep('a', 100000)
  while true do s:byte(1, -1) end
end } }
