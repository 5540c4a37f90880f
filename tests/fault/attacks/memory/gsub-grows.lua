-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local s = string.rep('x', 10000)
  return #s:gsub('x', '%0%0%0%0%0%0%0%0%0%0' .. string.rep('y', 1000))
end } }
