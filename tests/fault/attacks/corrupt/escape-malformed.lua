-- expect: failed: UTF-8 value too large
return { rules = { attack = function(case, event)
  return '\u{FFFFFFFFF}'
end } }
