-- expect: failed: a table is too deep
-- as: action
return { actions = { attack = function(case, event)
  local t = {}
  t.t = t
  return assign { said = t }
end } }
