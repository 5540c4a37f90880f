-- expect: failed: a table is needed, and the case stands there
return { rules = { attack = function(case, event)
  setmetatable(case, {})
end } }
