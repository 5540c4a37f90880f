-- expect: cut off: more than 1000000 instructions
-- as: expression
string.find(string.rep("a", 4000), ".-.-.-.-b")
