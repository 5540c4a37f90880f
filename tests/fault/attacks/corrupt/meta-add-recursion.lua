-- expect: failed: stack overflow
return { rules = { attack = function(case, event)
  local m = {}
  m.__add = function(a, b) return a + b end
  local t = setmetatable({}, m)
  return t + t
end } }
