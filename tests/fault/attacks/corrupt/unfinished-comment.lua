-- expect: failed: unfinished long comment
return { rules = { attack = function(case, event)
  --[==[ no end
end } }
