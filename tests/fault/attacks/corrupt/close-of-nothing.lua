-- expect: gives: alive
return { rules = { attack = function(case, event)
  for i = 1, 100 do
    local x <close> = nil
    local y <close> = false
  end
  return 'alive'
end } }
