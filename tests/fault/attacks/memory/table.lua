-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 1e9 do t[i] = i end
end } }
