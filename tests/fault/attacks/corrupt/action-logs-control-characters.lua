-- expect: failed: log is given holds a control character
-- as: action
return { actions = { attack = function(case, event)
  return log 'a\0b\27[31m'
end } }
