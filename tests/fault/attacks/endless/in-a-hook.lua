-- expect: cut off: more than 1000000 instructions
-- as: hook
return { on = { ["state.entered.inside"] = function(case, event)
  while true do end
end } }
