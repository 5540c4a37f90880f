-- expect: failed: a function has no text
return { rules = { attack = function(case, event)
  return tostring(print or words)
end } }
