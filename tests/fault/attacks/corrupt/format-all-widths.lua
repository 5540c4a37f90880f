-- expect: gives: 1980
return { rules = { attack = function(case, event)
  local size = 0
  for i = 1, 99 do size = size + #(('%-' .. i .. '.' .. 99 - i .. 's'):format('')) - i end
  for i = 1, 99 do size = size + #(('%' .. i .. 'd'):format(0)) - i end
  return tostring(size + 1980)
end } }
