-- expect: failed: more than 32 captures
return { rules = { attack = function(case, event)
  return ('abc'):match(string.rep('()', 33))
end } }
