-- expect: cut off: more than 8388608 bytes of memory
local t = {}
while true do t[#t + 1] = {} end
return {}
