-- expect: cut off: bytes of memory
-- as: action
return { actions = { attack = function(case, event)
  local list = {}
  for i = 1, 100000 do list[i] = open_task 'nothing' end
  return list
end } }
