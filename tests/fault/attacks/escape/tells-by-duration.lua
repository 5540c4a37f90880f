-- expect: failed: duration() was not given
return { rules = { attack = function(case, event)
  return duration(case.data.name)
end } }
