-- expect: failed: a pattern is too complicated
return { rules = { attack = function(case, event)
  return string.rep('a', 10000):match(string.rep('a?', 10000))
end } }
