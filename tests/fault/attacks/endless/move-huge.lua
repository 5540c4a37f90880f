-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  table.move({}, 1, math.maxinteger - 1, 2)
end } }
