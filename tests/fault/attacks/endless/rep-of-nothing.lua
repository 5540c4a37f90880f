-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  while true do string.rep('', 1000000) end
end } }
