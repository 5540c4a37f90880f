-- expect: failed: a text is longer than 32768 bytes
-- as: action
return { actions = { attack = function(case, event)
  return refuse(string.rep(string.rep('x', 1000), 1000))
end } }
