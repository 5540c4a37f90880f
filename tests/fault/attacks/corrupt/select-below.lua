-- expect: failed: index out of range
return { rules = { attack = function(case, event)
  return select(-5, 1)
end } }
