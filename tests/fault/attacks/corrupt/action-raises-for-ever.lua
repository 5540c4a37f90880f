-- expect: failed: the workflow goes round for ever
-- as: action
return { actions = { attack = function(case, event)
  return raise 'act'
end } }
