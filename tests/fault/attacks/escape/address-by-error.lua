-- expect: failed: whose words are kept back
return { rules = { attack = function(case, event)
  error({})
end } }
