-- expect: failed: without gaps
return { rules = { attack = function(case, event)
  return { 1, nil, nil, 4 }
end } }
