-- expect: gives: nan nan nan nan
return { rules = { attack = function(case, event)
  local n = 0 / 0
  return tostring(n) .. ' ' .. tostring(-n) .. (' %f %g'):format(n, -n)
end } }
