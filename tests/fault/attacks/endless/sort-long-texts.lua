-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local s, t = string.rep(string.rep('a', 1000), 1000), {}
  for i = 1, 5000 do t[i] = s end
  table.sort(t)
end } }
