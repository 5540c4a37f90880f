-- expect: gives: 97
return { rules = { attack = function(case, event)
  return tostring((('abc'):byte(math.mininteger + 1, math.maxinteger)))
end } }
