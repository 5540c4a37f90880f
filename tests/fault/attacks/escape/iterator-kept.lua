-- expect: gives: a
local each = string.gmatch('a b c', '%w')
return { rules = { attack = function() return each() end } }
