-- expect: failed: its code must end with
return settings
