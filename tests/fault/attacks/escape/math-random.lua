-- expect: failed: attempt to call a nil value (field 'random')
return { rules = { attack = function(case, event)
  return math.random()
end } }
