-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  return tostring(setmetatable({}, { __tostring = function() while true do end end }))
end } }
