-- expect: failed: format() has no %p here
return { rules = { attack = function(case, event)
  return string.format('%-20p', 'x')
end } }
