-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local s = 'x'
  while true do s = s .. s end
end } }
