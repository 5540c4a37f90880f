-- expect: gives: nil
return { rules = { attack = function(case, event)
  local t = {}
  for i = 1, 1900 do t = setmetatable({}, { __index = t }) end
  return tostring(t.x)
end } }
