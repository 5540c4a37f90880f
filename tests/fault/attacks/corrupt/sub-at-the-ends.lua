-- expect: gives: abc
return { rules = { attack = function(case, event)
  return ('abc'):sub(math.mininteger, math.maxinteger)
end } }
