-- expect: failed: a metatable may not have __mode here
return { rules = { attack = function(case, event)
  local t = setmetatable({}, { __mode = 'k' })
  local k = {}
  t[k] = { k }
end } }
