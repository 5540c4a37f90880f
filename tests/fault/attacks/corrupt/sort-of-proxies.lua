-- expect: failed: init.lua:4
return { rules = { attack = function(case, event)
  local list = { case, event, case.data }
  table.sort(list)
end } }
