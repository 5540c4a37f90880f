-- expect: failed: C stack overflow
return { rules = { attack = function(case, event)
  return tostring(setmetatable({}, { __tostring = tostring }))
end } }
