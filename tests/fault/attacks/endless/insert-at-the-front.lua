-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 100000 do table.insert(t, 1, i) end
end } }
