-- expect: failed: followed by nothing that it knows
return { rules = { attack = function(case, event)
  return ('%' .. ('-'):rep(30) .. 'd'):format(1)
end } }
