-- expect: failed: attempt to compare string with number
return { rules = { attack = function(case, event)
  return case.data.name < 1
end } }
