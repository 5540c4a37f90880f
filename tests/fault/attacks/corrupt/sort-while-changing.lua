-- expect: gives: alive
return { rules = { attack = function(case, event)
  local t = { 5, 4, 3, 2, 1 }
  table.sort(t, function(a, b)
    t[#t + 1] = 0
    t[1] = nil
    return (a or 0) < (b or 0)
  end)
  return 'alive'
end } }
