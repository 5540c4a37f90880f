-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  local function f() return 1 + f() end
  while true do pcall(f) end
end } }
