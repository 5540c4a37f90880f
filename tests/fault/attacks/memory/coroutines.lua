-- expect: failed: attempt to index a nil value (global 'coroutine')
return { rules = { attack = function(case, event)
  local t = {}
  while true do t[#t + 1] = coroutine.create(function() end) end
end } }
