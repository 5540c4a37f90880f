-- expect: gives: 1
return { rules = { attack = function(case, event)
  return '1', nil, 3, 4, 5, {}, function() end
end } }
