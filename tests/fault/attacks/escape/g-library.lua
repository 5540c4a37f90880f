-- expect: failed: attempt to index a nil value (global '_G')
return { rules = { attack = function(case, event)
  return _G.x
end } }
