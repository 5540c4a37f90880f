-- expect: failed: it assigns …, which is no field
-- as: action
return { actions = { attack = function(case, event)
  return assign { [case.data.name] = 1 }
end } }
