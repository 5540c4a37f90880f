-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  for i = 1, 1e300, 1e-300 do end
end } }
