-- expect: failed: attempt to call a nil value (global 'getfenv')
return { rules = { attack = function(case, event)
  return getfenv('x')
end } }
