-- expect: failed: there is no such effect
-- as: action
return { actions = { attack = function(case, event)
  return { effect = case.data.name }
end } }
