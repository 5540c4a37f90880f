-- expect: gives: 2 0 3
return { rules = { attack = function(case, event)
  local a, b, c = 0, 0, 0
  for _ = math.maxinteger - 1, math.maxinteger do a = a + 1 end
  for _ = 1, 0, math.maxinteger do b = b + 1 end
  for _ = math.mininteger, math.maxinteger, math.maxinteger do c = c + 1 end
  return a .. ' ' .. b .. ' ' .. c
end } }
