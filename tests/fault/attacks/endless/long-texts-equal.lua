-- expect: cut off: more than 200 milliseconds
-- watchdog: 200
return { rules = { attack = function(case, event)
  local a, b = string.rep(string.rep('x', 1000), 1000), string.rep(string.rep('x', 1000), 1000)
  local n = 0
  while true do
    if a ~= b then n = n + 1 end
  end
end } }
