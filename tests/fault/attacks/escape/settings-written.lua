-- expect: failed: only read here
return { rules = { attack = function(case, event)
  settings.x = 1
end } }
