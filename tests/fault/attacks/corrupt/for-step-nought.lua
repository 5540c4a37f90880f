-- expect: failed: 'for' step is zero
return { rules = { attack = function(case, event)
  for i = 1, 2, 0 do end
end } }
