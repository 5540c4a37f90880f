-- expect: failed: attempt to perform arithmetic on a string value
return { rules = { attack = function(case, event)
  return '10' + 1
end } }
