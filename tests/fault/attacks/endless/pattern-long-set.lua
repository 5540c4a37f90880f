-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local set = '[' .. string.rep('x', 100000) .. ']'
  return string.rep('a', 100000):match(set)
end } }
