-- expect: gives: none
-- on failure: go on
return { rules = { attack = function(case, event)
  while true do end
end } }
