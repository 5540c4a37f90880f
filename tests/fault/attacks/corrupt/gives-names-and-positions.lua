-- expect: failed: names or positions
return { rules = { attack = function(case, event)
  return { 1, a = 2 }
end } }
