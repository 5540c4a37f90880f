-- expect: failed: a function is no value that can be kept
return { rules = { attack = function(case, event)
  return function() end
end } }
