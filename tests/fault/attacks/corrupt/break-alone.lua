-- expect: failed: break outside loop
return { rules = { attack = function(case, event)
  break
end } }
