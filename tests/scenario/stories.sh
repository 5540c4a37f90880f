#!/bin/sh
# `caseway test` on all scenarios that are shipped, on the sketches of the language and on those about clocks, which hold; and on
# stories that do not, of which it must say just what the file beside them says, and give the exit status 1.
#   stories.sh CASEWAY     (from the top of the repository)
wrong=0
"$1" test workflows || wrong=1
"$1" test tests/data/language || wrong=1
"$1" test tests/data/clocks || wrong=1
for story in tests/data/failing/*/scenarios/*.yaml; do
    told=$("$1" test "$story")
    status=$?
    if [ "$status" != 1 ] || [ "$told" != "$(cat "${story%.yaml}.txt")" ]; then
        printf '%s: exit %s, and it says:\n%s\n' "$story" "$status" "$told"
        wrong=1
    fi
done
exit "$wrong"
