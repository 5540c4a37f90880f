-- expect: failed: it gave more than 100 effects
-- as: action
return { actions = { attack = function(case, event)
  local one, t = log 'x', {}
  for i = 1, 50000 do t[i] = one end
  return t
end } }
