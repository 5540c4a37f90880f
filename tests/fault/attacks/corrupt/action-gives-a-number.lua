-- expect: failed: it must give effects
-- as: action
return { actions = { attack = function(case, event)
  return 42
end } }
