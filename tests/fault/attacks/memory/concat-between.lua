-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 1000 do t[i] = '' end
  return #table.concat(t, string.rep('x', 100000))
end } }
