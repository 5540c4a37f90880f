-- expect: failed: takes a whole number
return { rules = { attack = function(case, event)
  return tostring(days(0.5))
end } }
