-- expect: gives: false
return { rules = { attack = function(case, event)
  return tostring((pcall(table.sort, { 3, 1, 2 }, function() error('No.') end)))
end } }
