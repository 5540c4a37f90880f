-- expect: gives: done
return { rules = { attack = function(case, event)
  local list = { 3, 2, 1 }
  table.sort(list, function(a, b)
    table.insert(list, 1)
    table.sort(list)
    return a < b
  end)
  return 'done'
end } }
