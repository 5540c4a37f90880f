-- expect: failed: attempt to call a nil value (global 'require')
return { rules = { attack = function(case, event)
  return require('x')
end } }
