-- expect: failed: attempt to call a nil value (global 'newproxy')
return { rules = { attack = function(case, event)
  return newproxy('x')
end } }
