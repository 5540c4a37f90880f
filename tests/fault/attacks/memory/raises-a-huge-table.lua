-- expect: cut off: 1000000 instructions
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 100000 do t[i] = ('x'):rep(10) .. i end
  pcall(error, t)
end } }
