-- expect: cut off: more than 2097152 bytes of texts to give back
local words = string.rep('x', 30000)
return {
  rules = {
    other = function() return words end,
    attack = function()
      while true do rules.other() end
    end,
  },
}
