-- expect: failed: move() was given a position outside
return { rules = { attack = function(case, event)
  table.move({ 1, 2, 3 }, 1, 3, math.maxinteger)
end } }
