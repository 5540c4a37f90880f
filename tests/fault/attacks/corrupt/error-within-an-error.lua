-- expect: failed: attempt to index a nil value (field 'y')
return { rules = { attack = function(case, event)
  local function loop()
    pcall(loop)
    local s = string.rep('x', 200)
    return s.y.z
  end
  return loop()
end } }
