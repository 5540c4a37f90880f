-- expect: gives: x
return { rules = { attack = function(case, event)
  return ('a'):rep(math.mininteger) .. 'x'
end } }
