-- expect: failed: more than 100 effects
-- as: action
return { actions = { attack = function(case, event)
  local list = {}
  for i = 1, 101 do list[i] = assign { said = 'N' .. i } end
  return list
end } }
