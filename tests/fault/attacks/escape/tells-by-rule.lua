-- expect: failed: the workflow declares no rule …
return { rules = { attack = function(case, event)
  return rules[case.data.name]()
end } }
