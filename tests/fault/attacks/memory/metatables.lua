-- expect: cut off: more than 8388608 bytes of memory
return { rules = { attack = function(case, event)
  while true do setmetatable({}, { __index = {} }) end
end } }
