-- expect: gives: true
return { rules = { attack = function(case, event)
  local t = setmetatable({}, { __call = pcall })
  return tostring(t(1))
end } }
