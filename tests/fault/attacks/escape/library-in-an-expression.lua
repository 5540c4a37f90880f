-- expect: not read: there is no "table"
-- as: expression
table.concat({})
