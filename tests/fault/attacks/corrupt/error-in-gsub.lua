-- expect: failed: kept back
return { rules = { attack = function(case, event)
  return (case.data.name:gsub('%w+', error))
end } }
