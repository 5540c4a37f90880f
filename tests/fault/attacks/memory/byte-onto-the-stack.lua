-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  return select('#', string.rep(string.rep('x', 1000), 900):byte(1, -1))
end } }
