-- expect: failed: whose words are kept back
return { rules = { attack = function(case, event)
  assert(false, 'It is ' .. case.data.name)
end } }
