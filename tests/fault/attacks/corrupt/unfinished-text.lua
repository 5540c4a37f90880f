-- expect: failed: unfinished string
return { rules = { attack = function(case, event)
  return 'abc
end } }
