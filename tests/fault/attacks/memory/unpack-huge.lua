-- expect: failed: unpack() takes a list of at most 200
return { rules = { attack = function(case, event)
  return table.unpack({}, 1, 100000000)
end } }
