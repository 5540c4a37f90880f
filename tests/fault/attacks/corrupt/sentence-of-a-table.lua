-- expect: failed: a sentence of at most 500 bytes
return { rules = { attack = function(case, event)
  return 'x', {}
end } }
