-- expect: gives: none
-- on failure: go on
return { rules = { attack = function(case, event)
  error(case.data.name)
end } }
