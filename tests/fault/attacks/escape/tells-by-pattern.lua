-- expect: gives: none
return { rules = { attack = function(case, event)
  return ('x'):match('%' .. case.data.name .. '[')
end } }
