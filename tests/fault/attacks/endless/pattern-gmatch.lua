-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  for _ in string.rep('a', 4000):gmatch('.-.-.-b') do end
end } }
