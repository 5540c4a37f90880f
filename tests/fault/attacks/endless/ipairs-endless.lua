-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local t = setmetatable({}, { __index = function() return 1 end })
  for _ in ipairs(t) do end
end } }
