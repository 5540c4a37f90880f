-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  while true do pcall(function() return case.nothing end) end
end } }
