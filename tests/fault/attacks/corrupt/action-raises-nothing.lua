-- expect: failed: raise takes a text of at most 500 bytes
-- as: action
return { actions = { attack = function(case, event)
  return raise('')
end } }
