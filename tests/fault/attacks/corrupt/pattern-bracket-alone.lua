-- expect: failed: a pattern has a ) too many
return { rules = { attack = function(case, event)
  return ('abc'):match(')')
end } }
