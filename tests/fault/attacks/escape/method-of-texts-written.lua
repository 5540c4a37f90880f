-- expect: failed: attempt to index a string value
return { rules = { attack = function(case, event)
  local s = 'x'
  s.leak = 1
end } }
