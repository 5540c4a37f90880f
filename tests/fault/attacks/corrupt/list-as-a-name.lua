-- expect: failed: a list is read by position
return { rules = { attack = function(case, event)
  return case.data.kinds.name
end } }
