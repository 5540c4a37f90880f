-- expect: gives: nil
return { rules = { attack = function(case, event)
  return tostring(case.data.kinds[math.mininteger])
end } }
