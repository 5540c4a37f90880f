-- expect: failed: refuse is given holds a control character
-- as: action
return { actions = { attack = function(case, event)
  return refuse('a\27[31mb')
end } }
