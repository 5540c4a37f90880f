-- expect: failed: attempt to concatenate a table value
return { rules = { attack = function(case, event)
  return 'x' .. {}
end } }
