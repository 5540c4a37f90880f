-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  for i = 1, math.huge do end
end } }
