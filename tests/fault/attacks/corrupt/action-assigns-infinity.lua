-- expect: failed: a computation gave no finite number
-- as: action
return { actions = { attack = function(case, event)
  return assign { visits = -math.huge }
end } }
