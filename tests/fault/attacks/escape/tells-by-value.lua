-- expect: failed: the plugin attacker would assign visits: This must be a number.
-- as: action
return { actions = { attack = function(case, event)
  return assign { visits = case.data.name }
end } }
