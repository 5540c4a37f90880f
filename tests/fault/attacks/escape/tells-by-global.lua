-- expect: failed: attempt to call a nil value (global '?')
return { rules = { attack = function(case, event)
  return _ENV[case.data.name]()
end } }
