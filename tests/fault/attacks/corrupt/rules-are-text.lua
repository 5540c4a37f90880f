-- expect: gives: none
return { rules = 'attack' }
