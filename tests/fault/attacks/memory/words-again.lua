-- expect: cut off: more than 2097152 bytes of texts to give back
return { rules = { attack = function(case, event)
  local s = string.rep('x', 30000)
  while true do words(s) end
end } }
