-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  for i = 1, math.maxinteger do end
end } }
