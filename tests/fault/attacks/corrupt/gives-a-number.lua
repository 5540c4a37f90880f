-- expect: failed: gave a number to rules.attack
return { rules = { attack = function(case, event)
  return 3
end } }
