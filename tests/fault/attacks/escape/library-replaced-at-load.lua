-- expect: failed: this table is only read
string.upper = nil
return {}
