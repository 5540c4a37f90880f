-- expect: failed: a function is no value that can be kept
-- as: action
return { actions = { attack = function(case, event)
  return assign { said = function() end }
end } }
