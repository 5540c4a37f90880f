-- expect: failed: In() was given …
return { rules = { attack = function(case, event)
  return In(case.data.name)
end } }
