-- expect: gives: falseC stack overflow
return { rules = { attack = function(case, event)
  local depth = 0
  local function f()
    depth = depth + 1
    return (string.gsub('x', 'x', f))
  end
  local ok, why = pcall(f)
  return tostring(ok) .. why:sub(-20)
end } }
