-- expect: failed: kept back
return { rules = { attack = function(case, event)
  local list = {}
  for i = 1, 1000 do list[i] = i end
  table.sort(list, function(a, b)
    list[a] = nil
    list[b + 5000] = 1
    if a == 500 then error(case.data.name) end
    return a > b
  end)
end } }
