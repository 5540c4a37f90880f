-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  return string.rep('(', 100000):match('%b()')
end } }
