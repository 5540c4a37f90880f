-- expect: failed: a table is too deep
local t = {}
t.rules = t
t.attack = t
return t
