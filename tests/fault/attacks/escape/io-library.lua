-- expect: failed: attempt to index a nil value (global 'io')
return { rules = { attack = function(case, event)
  return io.x
end } }
