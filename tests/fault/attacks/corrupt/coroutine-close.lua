-- expect: failed: attempt to index a nil value (global 'coroutine')
return { rules = { attack = function(case, event)
  local co = coroutine.wrap(function() local x <close> = nil end)
  coroutine.close(co)
end } }
