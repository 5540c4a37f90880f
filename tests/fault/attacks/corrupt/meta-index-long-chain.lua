-- expect: failed: '__index' chain too long
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 2100 do t = setmetatable({}, { __index = t }) end
  return tostring(t.x)
end } }
