-- expect: failed: variable '(for state)' got a non-closable value
return { rules = { attack = function(case, event)
  for i in pairs({ 1 }), {}, nil, {} do end
end } }
