-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 5000 do t[i] = i end
  while true do pairs(t) end
end } }
