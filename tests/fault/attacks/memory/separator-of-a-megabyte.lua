-- expect: cut off: 1000000 instructions
return { rules = { attack = function(case, event)
  local list = {}
  for i = 1, 4000 do list[i] = '' end
  return table.concat(list, ('x'):rep(1000000))
end } }
