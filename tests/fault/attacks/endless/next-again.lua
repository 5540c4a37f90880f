-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local t, k = {}, nil
  for i = 1, 5000 do t[i] = i end
  repeat k = next(t, k) until not k
end } }
