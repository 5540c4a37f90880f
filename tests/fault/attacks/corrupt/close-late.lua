-- expect: failed: variable 'x' got a non-closable value
return { rules = { attack = function(case, event)
  local m = {}
  local t = setmetatable({}, m)
  m.__close = function() while true do end end
  local x <close> = t
end } }
