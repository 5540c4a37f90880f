-- expect: failed: attempt to compare
return { rules = { attack = function(case, event)
  table.sort({ case, event })
end } }
