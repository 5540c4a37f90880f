-- expect: failed: rep() would make too long a text
return { rules = { attack = function(case, event)
  return string.rep(string.rep('x', 1000), math.maxinteger)
end } }
