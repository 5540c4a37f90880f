-- expect: failed: it must give effects
-- as: hook
return { on = { ["state.entered.inside"] = function(case, event)
  return function() end
end } }
