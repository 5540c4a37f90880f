-- expect: gives: settings
return { rules = { attack = function(case, event)
  local o = ''
  for k in pairs(_ENV) do o = o .. k .. ' ' end
  return (o:sub(1, -2))
end } }
