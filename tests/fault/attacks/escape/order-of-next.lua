-- expect: gives: 2=b a=1 b=2 c=3
return { rules = { attack = function(case, event)
  local t, o = { c = 3, b = 2, a = 1, [2] = 'b' }, ''
  local k, v = next(t)
  while k do
    o = o .. k .. '=' .. v .. ' '
    k, v = next(t, k)
  end
  return (o:sub(1, -2))
end } }
