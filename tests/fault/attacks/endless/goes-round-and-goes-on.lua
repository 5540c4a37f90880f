-- expect: failed: the plugin attacker raises events in it
-- as: action
-- on failure: go on
return { actions = { attack = function(case, event)
  return raise 'act'
end } }
