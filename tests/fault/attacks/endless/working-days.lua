-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  while true do
    local d = today + working_days(300000)
  end
end } }
