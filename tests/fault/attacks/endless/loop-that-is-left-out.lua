-- expect: done
-- as: action
-- on failure: go on
return { actions = { attack = function(case, event)
  while true do end
end } }
