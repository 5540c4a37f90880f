#!/bin/sh
# `caseway check` on workflows and scenarios with the mistakes that admins make: each must be told just as the file beside it says, and the
# exit status be 1.
#   check.sh CASEWAY     (from the top of the repository)
wrong=0
for workflow in tests/data/broken/*.yaml tests/data/broken/scenarios/*.yaml; do
    told=$("$1" check "$workflow")
    status=$?
    # The last line is the summary, which counts; the findings are what is compared.
    findings=$(printf '%s\n' "$told" | sed '$d')
    if [ "$status" != 1 ] || [ "$findings" != "$(cat "${workflow%.yaml}.txt")" ]; then
        printf '%s: exit %s, and it says:\n%s\n' "$workflow" "$status" "$told"
        wrong=$((wrong + 1))
    fi
done
[ "$wrong" = 0 ] && "$1" check workflows plugins
