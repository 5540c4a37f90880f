-- expect: failed: a text was cut within a character
return { rules = { attack = function(case, event)
  return 'a\xff\xfe'
end } }
