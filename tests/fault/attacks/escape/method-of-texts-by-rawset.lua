-- expect: failed: a table is needed, and a text stands there
return { rules = { attack = function(case, event)
  rawset('x', 'leak', 1)
end } }
