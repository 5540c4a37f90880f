-- expect: failed: date() was not given a day
return { rules = { attack = function(case, event)
  return tostring(date(2026, 13, 99))
end } }
