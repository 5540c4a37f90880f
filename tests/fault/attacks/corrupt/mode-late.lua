-- expect: gives: alive
return { rules = { attack = function(case, event)
  local m = {}
  local t = setmetatable({}, m)
  m.__mode = 'kv'
  for i = 1, 5000 do t[{ i }] = { t } end
  return 'alive'
end } }
