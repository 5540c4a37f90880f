-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local t = {}
  for w in string.rep('ab ', 100000):gmatch('%w+') do t[#t + 1] = { w } end
end } }
