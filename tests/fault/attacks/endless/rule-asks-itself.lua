-- expect: failed: ask for one another more than 16 deep
return { rules = { attack = function(case, event)
  return rules.attack()
end } }
