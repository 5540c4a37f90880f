-- expect: gives: 00
return { rules = { attack = function(case, event)
  return tostring(1 << 64) .. (1 >> math.maxinteger)
end } }
