-- expect: failed: index is nil
return { rules = { attack = function(case, event)
  local t = {}
  t[nil] = 1
end } }
