-- expect: gives: none
return setmetatable({}, { __index = function() return { attack = function() return 'x' end } end })
