-- expect: failed: attempt to call a nil value (global 'warn')
return { rules = { attack = function(case, event)
  return warn('x')
end } }
