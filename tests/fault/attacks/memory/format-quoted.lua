-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local s = string.rep(string.rep('\n', 1000), 1000)
  return #string.format('%q%q%q', s, s, s)
end } }
