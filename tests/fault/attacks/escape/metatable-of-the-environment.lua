-- expect: gives: nil
return { rules = { attack = function(case, event)
  return tostring(getmetatable(_ENV))
end } }
