-- expect: failed: an empty value cannot be compared with a number
return { rules = { attack = function(case, event)
  table.sort({ 3, nil, 1, nil, 2 })
end } }
