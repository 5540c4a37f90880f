-- expect: failed: the workflow goes round for ever
-- as: hook
return { on = { ["state.entered.inside"] = function(case, event)
  return { raise 'leave', raise 'enter' }
end } }
