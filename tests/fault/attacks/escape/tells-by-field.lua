-- expect: failed: case has no member …
return { rules = { attack = function(case, event)
  return case[case.data.name]
end } }
