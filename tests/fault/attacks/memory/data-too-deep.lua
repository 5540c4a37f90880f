-- expect: failed: a table is too deep
-- as: action
return { actions = { attack = function(case, event)
  local t = {}
  for i = 1, 10000 do t = { t = t } end
  return raise('enter', { t = t })
end } }
