-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local s = string.rep('x', 100000)
  return #s:gsub(string.rep('(.-)', 31) .. '(.*)', string.rep('%0', 200))
end } }
