-- expect: failed: a table has no text
return { rules = { attack = function(case, event)
  return tostring({})
end } }
