-- expect: gives: 2026-01-05T09:00:00Z
return { rules = { attack = function(case, event)
  local before = now
  for i = 1, 10000 do end
  return before == now and tostring(now) or 'it moved'
end } }
