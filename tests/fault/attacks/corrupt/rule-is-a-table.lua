-- expect: failed: gave a list or group to rules.attack
return { rules = { attack = { 1, 2 } } }
