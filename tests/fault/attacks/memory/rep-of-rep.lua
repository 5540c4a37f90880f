-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  return #string.rep(string.rep('x', 4000), 2000)
end } }
