-- expect: cut off: more than 1000000 instructions
return { rules = { attack = function(case, event)
  local s = string.rep('x', 100)
  local t = {}
  while true do
    local _, why = pcall(error, 'No.')
    t[#t + 1] = why .. s .. #t
  end
end } }
