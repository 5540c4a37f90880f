-- expect: done
-- as: action
-- on failure: go on
return { actions = { attack = function(case, event)
  return { assign { visits = 9 }, assign { kinds = { case.data.name } } }
end } }
