-- expect: failed: attempt to call a nil value (global 'loadfile')
return { rules = { attack = function(case, event)
  return loadfile('x')
end } }
