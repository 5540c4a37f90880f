-- expect: cut off: 1000000 instructions
return { rules = { attack = function(case, event)
  ::a::
  goto b
  ::b::
  goto a
end } }
