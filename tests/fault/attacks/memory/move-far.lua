-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local t, to = {}, {}
  for i = 1, 10000 do t[i] = i end
  for j = 1, 1e9 do table.move(t, 1, 10000, j * 10000, to) end
end } }
