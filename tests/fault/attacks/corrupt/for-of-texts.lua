-- expect: gives: none
return { rules = { attack = function(case, event)
  for i = '1', 2 do end
end } }
