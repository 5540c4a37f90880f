-- expect: failed: attempt to call a nil value (global 'dofile')
return { rules = { attack = function(case, event)
  return dofile('x')
end } }
