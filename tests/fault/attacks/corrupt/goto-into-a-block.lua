-- expect: failed: no visible label
return { rules = { attack = function(case, event)
  goto inside
  do
    ::inside::
  end
end } }
