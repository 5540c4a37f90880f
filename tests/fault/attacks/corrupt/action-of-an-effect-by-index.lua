-- expect: failed: log takes a text of at most 500 bytes
-- as: action
return { actions = { attack = function(case, event)
  return setmetatable({}, { __index = function(t, k)
    return k == 'effect' and 'log' or {}
  end })
end } }
