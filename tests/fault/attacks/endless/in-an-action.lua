-- expect: cut off: more than 1000000 instructions
-- as: action
return { actions = { attack = function(case, event)
  while true do end
end } }
