-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local t, s = {}, string.rep('x', 100000)
  for i = 1, 100 do t[i] = s end
  return #table.concat(t)
end } }
