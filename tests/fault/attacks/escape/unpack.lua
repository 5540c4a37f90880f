-- expect: failed: attempt to call a nil value (global 'unpack')
return { rules = { attack = function(case, event)
  return unpack('x')
end } }
