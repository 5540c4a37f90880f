-- expect: failed: attempt to call a nil value (global 'loadstring')
return { rules = { attack = function(case, event)
  return loadstring('x')
end } }
