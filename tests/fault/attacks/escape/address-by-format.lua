-- expect: failed: format() takes texts and numbers
return { rules = { attack = function(case, event)
  return string.format('%s', {})
end } }
