-- expect: failed: followed by nothing that it knows
return { rules = { attack = function(case, event)
  return ('%5.'):format(1)
end } }
