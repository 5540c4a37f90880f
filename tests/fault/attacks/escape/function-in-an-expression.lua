-- expect: not read: "function" cannot stand in an expression
-- as: expression
(function() while true do end end)()
