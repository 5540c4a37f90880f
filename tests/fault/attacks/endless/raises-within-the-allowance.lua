-- expect: failed: the plugin attacker raises events in it
-- as: action
return { actions = { attack = function(case, event)
  local list = {}
  for i = 1, 100 do list[i] = raise 'act' end
  return list
end } }
