-- expect: gives: 2
return { rules = { attack = function(case, event)
  local n = 0
  for i = math.maxinteger - 1, math.maxinteger do n = n + 1 end
  return tostring(n)
end } }
