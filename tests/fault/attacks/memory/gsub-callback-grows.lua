-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local big = string.rep('y', 100000)
  return #string.rep('x', 1000):gsub('x', function() return big end)
end } }
