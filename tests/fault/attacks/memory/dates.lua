-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local d = today
  while true do d = d + days(1) - days(1) end
end } }
