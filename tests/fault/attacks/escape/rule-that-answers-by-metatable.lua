-- expect: failed: gave
return { rules = { attack = function(case, event)
  return setmetatable({}, { __tostring = function() return case.data.name end })
end } }
