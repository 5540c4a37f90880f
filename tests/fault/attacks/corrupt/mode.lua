-- expect: failed: a metatable may not have __mode here
return { rules = { attack = function(case, event)
  setmetatable({}, { __mode = 'k' })
end } }
