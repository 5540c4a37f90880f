-- expect: gives: alive
return { rules = { attack = function(case, event)
  local m = {}
  for i = 1, 1000 do setmetatable({}, m) end
  m.__gc = function(t) leak = t end
  for i = 1, 10000 do local t = { i } end
  return 'alive'
end } }
