-- expect: gives: 1
local kept = 0
return { rules = { attack = function()
  kept = kept + 1
  return tostring(kept)
end } }
