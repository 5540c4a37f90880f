-- expect: failed: a set in a pattern has no ]
return { rules = { attack = function(case, event)
  return ('abc'):match('[%')
end } }
