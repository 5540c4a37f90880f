-- expect: done
-- as: hook
-- on failure: go on
return { on = { ["state.entered.inside"] = function(case, event)
  while true do end
end } }
