-- expect: failed: value out of range
return { rules = { attack = function(case, event)
  return string.char(256)
end } }
