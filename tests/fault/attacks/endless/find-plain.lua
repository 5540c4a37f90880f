-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local s = string.rep(string.rep('a', 1000), 1000)
  while true do s:find('b', 1, true) end
end } }
