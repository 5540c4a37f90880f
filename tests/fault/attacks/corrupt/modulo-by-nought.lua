-- expect: failed: attempt to perform 'n%0'
return { rules = { attack = function(case, event)
  return 1 % 0
end } }
