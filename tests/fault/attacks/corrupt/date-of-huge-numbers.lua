-- expect: failed: a number that is too large
return { rules = { attack = function(case, event)
  return tostring(date(math.maxinteger, 1, 1))
end } }
