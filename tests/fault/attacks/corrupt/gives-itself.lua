-- expect: failed: a table is too deep
return { rules = { attack = function(case, event)
  local t = {}
  t.t = t
  return t
end } }
