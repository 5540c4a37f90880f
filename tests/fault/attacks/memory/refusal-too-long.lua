-- expect: failed: refuse takes a text of at most 500 bytes
-- as: action
return { actions = { attack = function(case, event)
  return refuse(string.rep('x', 501))
end } }
