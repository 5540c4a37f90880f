-- expect: done
-- as: action
return { actions = { attack = function(case, event)
  return log 'a\0b\27[31m'
end } }
