-- expect: failed: a table is needed, and a text stands there
return { rules = { attack = function(case, event)
  setmetatable('', { __index = { leak = 1 } })
end } }
