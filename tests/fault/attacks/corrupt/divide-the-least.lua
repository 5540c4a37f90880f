-- expect: gives: -9223372036854775808
return { rules = { attack = function(case, event)
  return tostring(math.mininteger // -1)
end } }
