-- expect: cut off: more than 8388608 bytes of memory
-- as: hook
return { on = { ["state.entered.inside"] = function(case, event)
  local t = {}
  while true do t[#t + 1] = {} end
end } }
