-- expect: failed: there is no such capture before it
return { rules = { attack = function(case, event)
  return ('abc'):match('(a%1)')
end } }
