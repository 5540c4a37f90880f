-- expect: failed: outside of the years 1 to 9999
return { rules = { attack = function(case, event)
  return tostring(date(9999, 12, 31) + days(1))
end } }
