-- expect: failed: followed by nothing that it knows
return { rules = { attack = function(case, event)
  return ('%' .. case.data.visits .. 'q'):format(case.data.name)
end } }
