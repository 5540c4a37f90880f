-- expect: failed: the case is no value that can be kept
return { rules = { attack = function(case, event)
  return case
end } }
