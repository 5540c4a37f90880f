-- expect: failed: format() was given a % that is followed by nothing that it knows
return { rules = { attack = function(case, event)
  return string.format('%' .. case.data.name)
end } }
