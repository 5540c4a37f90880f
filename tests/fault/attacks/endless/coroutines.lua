-- expect: failed: attempt to index a nil value (global 'coroutine')
return { rules = { attack = function(case, event)
  coroutine.wrap(function() while true do end end)()
end } }
