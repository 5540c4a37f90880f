-- expect: failed: this table keeps its metatable
return { rules = { attack = function(case, event)
  setmetatable(_ENV, { __index = {} })
end } }
