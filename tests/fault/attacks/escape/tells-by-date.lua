-- expect: failed: date() was not given a day
return { rules = { attack = function(case, event)
  return date(case.data.name)
end } }
