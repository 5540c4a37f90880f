-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  return string.rep('a', 30):match(string.rep('a?', 60) .. string.rep('a', 40))
end } }
