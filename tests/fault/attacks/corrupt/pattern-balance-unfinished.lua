-- expect: failed: %b without two characters
return { rules = { attack = function(case, event)
  return ('abc'):match('%b')
end } }
