-- expect: gives: mine
return { rules = { attack = function(case, event)
  string = { upper = function() return 'mine' end }
  return string.upper('x')
end } }
