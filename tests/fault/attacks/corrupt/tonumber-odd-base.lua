-- expect: failed: base out of range
return { rules = { attack = function(case, event)
  return tonumber('z', 99)
end } }
