-- expect: failed: __call of a metatable must be a function
return { rules = { attack = function(case, event)
  local t = {}
  setmetatable(t, { __call = t })
  return t()
end } }
