-- expect: failed: attempt to index a nil value (global 'os')
return { rules = { attack = function(case, event)
  return os.x
end } }
