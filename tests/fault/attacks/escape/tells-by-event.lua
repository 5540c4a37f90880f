-- expect: failed: it raises an event that the workflow does not know
-- as: action
return { actions = { attack = function(case, event)
  return raise(case.data.name)
end } }
