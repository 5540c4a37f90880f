-- expect: gives: 1
local t = setmetatable({}, { __index = { n = 0 } })
return { rules = { attack = function()
  local m = getmetatable(t)
  m.__index.n = m.__index.n + 1
  return tostring(t.n)
end } }
