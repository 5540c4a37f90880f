-- expect: failed: attempt to call a nil value (global 'setfenv')
return { rules = { attack = function(case, event)
  return setfenv('x')
end } }
