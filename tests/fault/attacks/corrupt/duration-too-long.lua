-- expect: failed: a duration can be at most
return { rules = { attack = function(case, event)
  return tostring(days(366000) * 1000000)
end } }
