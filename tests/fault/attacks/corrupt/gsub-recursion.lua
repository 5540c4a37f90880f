-- expect: failed: stack overflow
return { rules = { attack = function(case, event)
  local function f() return (string.gsub('x', 'x', f)) end
  return f()
end } }
