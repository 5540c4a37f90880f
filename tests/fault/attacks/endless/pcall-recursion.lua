-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local function f()
    pcall(f)
    return f()
  end
  return f()
end } }
