-- expect: failed: attempt to index a nil value (global 'x')
return { rules = { attack = function(case, event)
  local _ENV <const> = {}
  local function f() return x.y.z end
  return f()
end } }
