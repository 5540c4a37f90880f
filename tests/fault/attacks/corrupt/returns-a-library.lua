-- expect: gives: none
return string
