-- expect: failed: attempt to call a nil value (global 'print')
return { rules = { attack = function(case, event)
  return print('x')
end } }
