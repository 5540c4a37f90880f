-- expect: failed: raise takes an event and its data
-- as: action
return { actions = { attack = function(case, event)
  return raise('enter', { 1, 2 })
end } }
