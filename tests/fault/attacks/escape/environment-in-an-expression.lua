-- expect: not read: there is no "_ENV"
-- as: expression
_ENV.table
