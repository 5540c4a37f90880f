-- expect: failed: a pattern ends with %
return { rules = { attack = function(case, event)
  return ('abc'):match('%')
end } }
