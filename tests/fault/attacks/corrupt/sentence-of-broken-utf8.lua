-- expect: failed: a text was cut within a character
return { rules = { attack = function(case, event)
  return 'x', '\xff'
end } }
