-- expect: failed: index is NaN
return { rules = { attack = function(case, event)
  local t = {}
  t[0 / 0] = 1
end } }
