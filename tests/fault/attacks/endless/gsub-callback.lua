-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  return (string.gsub('a', '.', function() while true do end end))
end } }
