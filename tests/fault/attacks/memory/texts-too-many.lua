-- expect: cut off: more than 2097152 bytes of texts to give back
-- as: action
return { actions = { attack = function(case, event)
  local s, t = string.rep('x', 30000), {}
  for i = 1, 100 do t[i] = { said = s .. i } end
  return assign { children = t }
end } }
