-- expect: failed: attempt to call a nil value (global 'load')
return { rules = { attack = function(case, event)
  return load('x')
end } }
