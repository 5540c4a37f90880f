-- expect: failed: attempt to index a nil value
return { rules = { attack = function(case, event)
  getmetatable('').__index = { leak = 1 }
end } }
