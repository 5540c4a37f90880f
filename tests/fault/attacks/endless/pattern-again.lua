-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  return string.rep('a', 20000):match('(.-)%1b')
end } }
