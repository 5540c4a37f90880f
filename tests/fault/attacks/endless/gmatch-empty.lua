-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  while true do
    for _ in string.rep('x', 1000):gmatch('') do end
  end
end } }
