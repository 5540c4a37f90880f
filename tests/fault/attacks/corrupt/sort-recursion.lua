-- expect: failed: stack overflow
return { rules = { attack = function(case, event)
  local function f()
    table.sort({ 1, 2 }, f)
    return true
  end
  f()
end } }
