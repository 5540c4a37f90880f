-- expect: gives: nil
return { rules = { attack = function(case, event)
  return tostring(('abc'):find('', math.maxinteger))
end } }
