-- expect: failed: has no field …
return { rules = { attack = function(case, event)
  return case.data[case.data.name]
end } }
