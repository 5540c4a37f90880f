-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 50000 do t[i] = '' end
  while true do table.concat(t) end
end } }
