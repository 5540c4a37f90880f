-- expect: gives: abc
return { rules = { attack = function(case, event)
  local t, o = { a = 1, b = 2, c = 3 }, ''
  for k in pairs(t) do
    o = o .. k
    t[k] = nil
    t[k .. k] = 1
  end
  return o
end } }
