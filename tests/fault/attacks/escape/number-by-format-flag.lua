-- expect: failed: followed by nothing that it knows
return { rules = { attack = function(case, event)
  return ('%#' .. case.data.visits .. 'd'):format(1)
end } }
