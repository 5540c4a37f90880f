-- expect: failed: attempt to call a nil value (global 'xpcall')
return { rules = { attack = function(case, event)
  xpcall(error, function() while true do end end)
end } }
