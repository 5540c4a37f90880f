-- expect: failed: a capture in a pattern is not closed
return { rules = { attack = function(case, event)
  return ('abc'):match('(a')
end } }
