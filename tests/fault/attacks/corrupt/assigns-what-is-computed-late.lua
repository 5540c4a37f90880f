-- expect: failed: a date lies outside
-- as: action
return { actions = { attack = function(case, event)
  return assign { day = date(9999, 12, 31) + days(1) }
end } }
