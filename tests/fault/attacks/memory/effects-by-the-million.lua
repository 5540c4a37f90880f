-- expect: cut off: more than 8388608 bytes of memory
-- as: action
return { actions = { attack = function(case, event)
  local t = {}
  for i = 1, 1000000 do t[i] = log 'x' end
  return t
end } }
