-- expect: failed: it assigns …
-- as: action
return { actions = { attack = function(case, event)
  return assign { [case.data.name] = 1 }
end } }
