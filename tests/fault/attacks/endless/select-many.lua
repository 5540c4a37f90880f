-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local function f(...)
    while true do select('#', ...) end
  end
  f(string.rep('a', 50000):byte(1, -1))
end } }
