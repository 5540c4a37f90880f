-- expect: gives: 1.5=a 2=b a=1 b=2 c=3
return { rules = { attack = function(case, event)
  local o = ''
  for k, v in pairs({ c = 3, b = 2, a = 1, [2] = 'b', [1.5] = 'a' }) do o = o .. k .. '=' .. v .. ' ' end
  return (o:sub(1, -2))
end } }
