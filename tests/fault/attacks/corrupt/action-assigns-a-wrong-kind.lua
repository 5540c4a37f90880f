-- expect: failed: This must be a date that exists
-- as: action
return { actions = { attack = function(case, event)
  return assign { day = 'soon', visits = {} }
end } }
