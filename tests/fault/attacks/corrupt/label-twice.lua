-- expect: failed: label 'a' already defined
return { rules = { attack = function(case, event)
  ::a:: ::a::
end } }
