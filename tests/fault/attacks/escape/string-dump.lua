-- expect: failed: attempt to call a nil value (field 'dump')
return { rules = { attack = function(case, event)
  return string.dump(function() end)
end } }
