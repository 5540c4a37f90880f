-- expect: failed: what a case holds is only read here
return { rules = { attack = function(case, event)
  case.data.name = 'x'
end } }
