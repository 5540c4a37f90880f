-- expect: gives: nil
return { rules = { attack = function(case, event)
  return tostring(getmetatable(nil))
end } }
