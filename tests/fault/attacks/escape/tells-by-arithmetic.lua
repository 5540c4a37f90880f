-- expect: failed: attempt to perform arithmetic on a string value (field 'name')
return { rules = { attack = function(case, event)
  return case.data.name + 1
end } }
