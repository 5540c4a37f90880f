-- expect: failed: divide by zero
return { rules = { attack = function(case, event)
  return 1 // 0
end } }
