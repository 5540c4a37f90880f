-- expect: gives: 1
return { rules = { attack = function(case, event)
  leak = (leak or 0) + 1
  return tostring(leak)
end } }
