-- expect: failed: bad argument
return { rules = { attack = function(case, event)
  return math.floor(case.data.name)
end } }
