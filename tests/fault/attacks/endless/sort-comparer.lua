-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  table.sort({ 1, 2 }, function() while true do end end)
end } }
