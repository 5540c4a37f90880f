-- expect: gives: true
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 100 do t[i] = i end
  for i = 1, 100, 3 do t[i] = nil end
  return tostring(#t >= 0 and #t <= 100)
end } }
