-- expect: cut off: more than 8388608 bytes of memory
-- as: expression
#string.rep(string.rep('x', 4000), 2000)
