-- expect: failed: attempt to index a nil value (global 'debug')
return { rules = { attack = function(case, event)
  return debug.x
end } }
