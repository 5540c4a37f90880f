-- expect: failed: the plugin attacker raises events in it
-- as: hook
return { on = { ["state.entered.inside"] = function(case, event)
  return { raise 'leave', raise 'enter' }
end } }
