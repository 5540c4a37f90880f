-- expect: gives: table
return { rules = { attack = function(case, event)
  local m = {}
  m.__concat = function(a, b) return a end
  local t = setmetatable({}, m)
  return type(t .. 'a' .. 'b' .. t .. 1 .. t .. t .. 'c')
end } }
