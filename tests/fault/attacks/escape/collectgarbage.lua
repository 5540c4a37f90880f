-- expect: failed: attempt to call a nil value (global 'collectgarbage')
return { rules = { attack = function(case, event)
  return collectgarbage('x')
end } }
