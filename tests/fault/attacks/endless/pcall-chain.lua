-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local function f() return pcall(f) end
  while true do f() end
end } }
