-- expect: failed: rep() would make too long a text
return { rules = { attack = function(case, event)
  return string.rep('', 1000000, string.rep('x', 1000))
end } }
