-- expect: failed: attempt to call a nil value (field 'pack')
return { rules = { attack = function(case, event)
  return string.pack('j', 1)
end } }
