-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  while true do
    local t = { 1, 2, 3, 4, 5, 6, 7, 8 }
  end
end } }
