-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  return string.rep('a', 4000):match('.-.-.-.-b')
end } }
