-- expect: cut off: more than 1000000 instructions
while true do end
return {}
