-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local s = string.rep(string.rep('x', 1000), 1000)
  while true do s = s:upper() end
end } }
