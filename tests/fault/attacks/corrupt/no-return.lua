-- expect: failed: its code must end with
local x = 1
