-- expect: failed: a computation gave no finite number
return { rules = { attack = function(case, event)
  return 0 / 0
end } }
