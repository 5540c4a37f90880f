-- expect: failed: the plugin attacker raises events in it
-- as: action
return { actions = { attack = function(case, event)
  return raise 'act'
end } }
