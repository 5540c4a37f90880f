-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local t = {}
  while true do t[#t + 1] = case.data.kinds end
end } }
