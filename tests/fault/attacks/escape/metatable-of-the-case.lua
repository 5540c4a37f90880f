-- expect: gives: nilnil
return { rules = { attack = function(case, event)
  return tostring(getmetatable(case)) .. tostring(getmetatable(case.data))
end } }
