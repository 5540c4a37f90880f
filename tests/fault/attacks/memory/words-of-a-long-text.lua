-- expect: failed: a text is longer than 32768 bytes
return { rules = { attack = function(case, event)
  return words(string.rep(string.rep('x', 1000), 1000))
end } }
