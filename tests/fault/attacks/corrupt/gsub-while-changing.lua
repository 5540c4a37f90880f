-- expect: gives: ab2
return { rules = { attack = function(case, event)
  local t = {}
  local s = ('ab'):gsub('.', function(c)
    t[#t + 1] = c
    return nil
  end)
  return s .. #t
end } }
