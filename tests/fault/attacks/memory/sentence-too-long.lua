-- expect: failed: a sentence of at most 500 bytes
return { rules = { attack = function(case, event)
  return 'a', string.rep('x', 501)
end } }
