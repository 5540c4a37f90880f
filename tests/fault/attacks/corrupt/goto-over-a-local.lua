-- expect: failed: jumps into the scope of local 'x'
return { rules = { attack = function(case, event)
  goto on
  local x = 1
  ::on::
  return x
end } }
