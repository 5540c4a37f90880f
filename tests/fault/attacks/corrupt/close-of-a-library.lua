-- expect: failed: variable 'x' got a non-closable value
return { rules = { attack = function(case, event)
  local x <close> = string
end } }
