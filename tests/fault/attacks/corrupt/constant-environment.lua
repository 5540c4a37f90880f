-- expect: failed: attempt to index a number value
return { rules = { attack = function(case, event)
  local function f()
    local _ENV <const> = 11
    x = 1
  end
  return f()
end } }
