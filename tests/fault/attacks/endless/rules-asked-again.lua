-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  while true do rules.often() end
end } }
