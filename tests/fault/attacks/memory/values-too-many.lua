-- expect: failed: a table holds more than 4000 values
-- as: action
return { actions = { attack = function(case, event)
  local t = {}
  for i = 1, 5000 do t[i] = 1 end
  return assign { children = t }
end } }
