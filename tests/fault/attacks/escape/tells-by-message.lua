-- expect: failed: it sends a message that the workflow does not have
-- as: action
return { actions = { attack = function(case, event)
  return notify(case.data.name)
end } }
