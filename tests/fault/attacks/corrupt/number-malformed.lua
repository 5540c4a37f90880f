-- expect: failed: malformed number
return { rules = { attack = function(case, event)
  return 1e
end } }
