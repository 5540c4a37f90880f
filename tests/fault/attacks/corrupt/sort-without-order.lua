-- expect: gives: alive
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 100 do t[i] = i * 7919 % 101 end
  table.sort(t, function() return true end)
  table.sort(t, function(a, b) return a ~= b end)
  return 'alive'
end } }
