-- expect: done
return { rules = { attack = function(case, event)
  return 'a\0b\27[31m'
end } }
