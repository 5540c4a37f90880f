-- expect: failed: stack overflow
return { rules = { attack = function(case, event)
  local m = {}
  m.__tostring = function(t) return tostring(t) end
  return tostring(setmetatable({}, m))
end } }
