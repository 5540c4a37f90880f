-- expect: failed: stack overflow
return { rules = { attack = function(case, event)
  local t = setmetatable({}, { __index = function(t, k) return t[k .. 'x'] end })
  return t.x
end } }
