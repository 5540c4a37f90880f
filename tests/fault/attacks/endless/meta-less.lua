-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local m = { __lt = function() while true do end end }
  local t = { setmetatable({}, m), setmetatable({}, m) }
  table.sort(t)
end } }
