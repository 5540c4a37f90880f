-- expect: failed: attempt to index a nil value (global 'package')
return { rules = { attack = function(case, event)
  return package.x
end } }
