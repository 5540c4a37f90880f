-- expect: failed: only read here
return { rules = { attack = function(case, event)
  rules.often = 7
end } }
