-- expect: cut off: more than 1000000 instructions
-- as: hook
return { on = { ["state.entered.inside"] = function(case, event)
  local function spin() while true do end end
  while true do pcall(pcall, spin) end
end } }
