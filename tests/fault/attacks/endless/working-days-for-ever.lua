-- expect: cut off: bytes of memory
return { rules = { attack = function(case, event)
  local n = 0
  while true do
    n = n + working_days_between(date(1, 1, 1), date(9999, 12, 31))
  end
end } }
