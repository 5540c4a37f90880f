-- expect: failed: pairs() needs keys that are numbers or texts
return { rules = { attack = function(case, event)
  for _ in pairs({ [{}] = 1, [{}] = 2 }) do end
end } }
