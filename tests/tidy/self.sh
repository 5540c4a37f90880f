#!/usr/bin/env bash
# Does house.sh see what it should? Small houses are made, each with one thing wrong, and the finding must be the one expected, at its
# place; a house where all is well must have none.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
failures=0

# A house where all is well.
clean_house() {
    rm -rf "${made:?}/house"
    mkdir -p "$made/house"/{core/{base,time,loop,http,store/sqlite,script},plugins/camden,workflows,tests/tidy}
    cd "$made/house"
    cat >CMakeLists.txt <<'TEXT'
room(base Threads::Threads m)
room(time room_base)
room(store room_time PkgConfig::SQLITE)
room(script room_time)
room(loop room_base)
room(http room_time room_loop llhttp)
TEXT
    printf '/build/\n' >.gitignore
    mkdir build
    touch README.md dev
    printf '/* Texts. */\n#include <stddef.h>\n' >core/base/text.h
    printf '#include "time/zone.h"\n\n#include "base/text.h"\n#include <uv.h>\n#include <llhttp.h>\n' >core/http/wire.c
    printf '#include "store/sqlite/schema.h"\n#include <sqlite3.h>\n' >core/store/sqlite/load.c
    printf '/* Main. */\n#include "http/wire.h"\n' >core/main.c
    c_function 70 >core/time/zone.c
    lua_function 70 >plugins/camden/init.lua
    many_lines 400 >core/base/text.c
}

many_lines() { for ((i = 0; i < $1; i++)); do echo "/* $i */"; done; }

# A function of that many lines, its first and last among them, after a line of something else.
c_function() {
    printf 'int before;\nint zone_long(int a,\n              int b)\n{\n'
    for ((i = 4; i < $1; i++)); do echo "    a += b;"; done
    printf '}\n'
}

lua_function() {
    printf 'local before = 1\nfunction rules.long(case)\n  local inner = function() return 1 end\n  if before then\n'
    for ((i = 5; i < $1; i++)); do echo "    before = before + 1"; done
    printf '  end\nend\n'
}

run_house() { bash "$here/house.sh" "$made/house" 2>&1 || true; }

# expect NAME FINDING: exactly this line, and no other.
expect() {
    local found
    found=$(run_house)
    if [ "$found" != "$2" ]; then
        printf '%s:\n  expected: %s\n  found:    %s\n' "$1" "$2" "$found"
        failures=$((failures + 1))
    fi
}

clean_house
expect "a house where all is well" ""
bash "$here/house.sh" "$made/house" || failures=$((failures + 1))

clean_house
printf '/* Upwards. */\n#include "time/zone.h"\n' >core/base/up.h
expect "an include against the arrows" 'core/base/up.h:2: includes time/zone.h, but no arrow leads from base to time; hand it in from above, or move the code'
! bash "$here/house.sh" "$made/house" >/dev/null || failures=$((failures + 1))

clean_house
printf '#include "http/wire.h"\n' >core/loop/beside.c
expect "an include from the side" 'core/loop/beside.c:1: includes http/wire.h, but no arrow leads from loop to http; hand it in from above, or move the code'

clean_house
printf '#include "zone.h"\n' >core/time/short.c
expect "an include without its room" 'core/time/short.c:1: includes "zone.h"; write the room too, "time/zone.h"'

foreign() {
    clean_house
    printf '\n#  include <%s>\n' "$1" >"$2"
    expect "$1 in $2" "$2:2: includes $1, which only $3 may; ask that room for what is needed"
}
foreign uv.h core/time/wait.c "core/loop/, core/http/, core/outbox/"
foreign sqlite3.h core/store/store.c "core/store/sqlite/"
foreign lua.h core/http/rule.c "core/script/"
foreign lauxlib.h core/http/rule.c "core/script/"
foreign yaml.h core/script/read.c "core/definition/"
foreign utf8proc.h core/time/fold.c "core/base/"
foreign curl/curl.h core/http/get.c "core/outbox/"
foreign llhttp.h core/loop/wire.c "core/http/"

clean_house
c_function 71 >core/time/zone.c
expect "a long function" 'core/time/zone.c:2: the function zone_long has 71 lines, more than 70; split it'

clean_house
lua_function 71 >plugins/camden/init.lua
expect "a long function in Lua" 'plugins/camden/init.lua:2: the function rules.long has 71 lines, more than 70; split it'

for file in core/base/text.c core/base/text.h plugins/camden/init.lua; do
    clean_house
    case $file in *.lua) comment='-- more' ;; *) comment='/* more */' ;; esac
    many_lines 401 | sed "s|.*|$comment|" >$file
    expect "a long file" "$file:1: the file has 401 lines, more than 400; split it"
done

clean_house
many_lines 410 >core/base/text.c
c_function 75 >core/time/zone.c
printf '# as it is\ncore/base/text.c 410\ncore/time/zone.c:zone_long 75\n' >tests/tidy/ratchet.txt
expect "what the ratchet lets through" ""
many_lines 411 >core/base/text.c
expect "more than the ratchet lets through" 'core/base/text.c:1: the file has 411 lines, more than the 410 that the ratchet allows; split it'
many_lines 409 >core/base/text.c
expect "a ratchet that can be lowered" 'core/base/text.c:1: the file has 409 lines; lower core/base/text.c in tests/tidy/ratchet.txt to that'
many_lines 400 >core/base/text.c
expect "a ratchet that is not needed" 'core/base/text.c:1: the file has 400 lines and needs no ratchet any more; take core/base/text.c out of tests/tidy/ratchet.txt'
rm core/base/text.c
expect "a ratchet of nothing" 'tests/tidy/ratchet.txt:2: core/base/text.c is not there any more; take the line out'
printf 'core/time/zone.c:zone_long 75\nwhat\n' >tests/tidy/ratchet.txt
expect "a ratchet that cannot be read" 'tests/tidy/ratchet.txt:2: is not a path and a number of lines; write it so'

# The words are put together here, so that they are not found in this file.
for word in "TO""DO" "FIX""ME" "X""XX" "HAC""K"; do
    for file in core/time/later.c plugins/camden/README.md workflows/later.yaml; do
        clean_house
        printf '\n# %s: later\nHACKNEY and METHODO are names\n' "$word" >$file
        expect "$word" "$file:2: \"$word\" puts work off; do it now or write an issue"
    done
done

clean_house
printf '#ifndef A\n/* too late */\n#endif\n' >core/time/late.h
expect "a header without its comment" 'core/time/late.h:1: a header opens with a comment: why it exists, who owns what, which thread may call it; write one'

clean_house
touch helpers.py
expect "a name at the top" 'helpers.py:1: the top level has no such name; move it into a folder of the house, or into .gitignore when it is made by a tool'

clean_house
mkdir core/util
expect "a room that is not drawn" 'core/util:1: there is no such room; draw its arrows in CMakeLists.txt, or move it into a room'

if [ "$failures" -gt 0 ]; then
    echo "$failures of the findings are not as they should be"
    exit 1
fi
echo "every finding is seen"
