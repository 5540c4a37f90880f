-- expect: failed: it must give one effect or a list of them
-- as: action
return { actions = { attack = function(case, event)
  return { log 'a', nil, log 'b' }
end } }
