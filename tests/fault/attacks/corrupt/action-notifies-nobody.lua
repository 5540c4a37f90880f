-- expect: failed: which is no message of the workflow
-- as: action
return { actions = { attack = function(case, event)
  return notify 'nothing-of-the-kind'
end } }
