-- expect: done
-- as: action
-- on failure: go on
return { actions = { attack = function(case, event)
  return { assign { visits = 9, said = 'x' }, assign { day = 'x' } }
end } }
