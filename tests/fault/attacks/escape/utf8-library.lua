-- expect: failed: attempt to index a nil value (global 'utf8')
return { rules = { attack = function(case, event)
  return utf8.x
end } }
