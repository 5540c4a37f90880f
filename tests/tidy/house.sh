#!/usr/bin/env bash
# The rules of the house that no compiler knows: house.sh ROOT. Prints a line for each finding, FILE:LINE: what, and what to do;
# exit status 1 when there is one.
#
# The arrows are those of the CMakeLists.txt, where they are drawn once. What is there already and too large is let through up to what
# tests/tidy/ratchet.txt says of it, a line each: "FILE LINES" or "FILE:FUNCTION LINES". The ratchet only ever goes down.
set -euo pipefail
export LC_ALL=C
rules=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/house.awk
cd "${1:?house.sh needs the folder to look at}"
ratchet=tests/tidy/ratchet.txt
[ -e "$ratchet" ] || ratchet=/dev/null

# The top level is the DESIGN's; what git ignores is not of the house.
top_level() {
    local name
    for name in *; do
        case $name in
        CMakeLists.txt | CMakePresets.json | README.md | LICENSE | CHANGELOG.md | dev) ;;
        core | plugins | workflows | tests | docs) ;;
        *)
            grep -qxF -e "/$name/" -e "/$name" -e "$name" .gitignore 2>/dev/null ||
                echo "$name:1: the top level has no such name; move it into a folder of the house, or into .gitignore when it is made by a tool"
            ;;
        esac
    done
}

rooms() {
    local name
    for name in core/*; do
        [ "$name" = core/main.c ] || grep -q "^room(${name#core/}[ )]" CMakeLists.txt ||
            echo "$name:1: there is no such room; draw its arrows in CMakeLists.txt, or move it into a room"
    done
}

# Words that put work off. The pattern is written so that it does not find itself.
put_off() {
    local folders=()
    for name in core plugins workflows; do
        [ ! -d "$name" ] || folders+=("$name")
    done
    grep -rnIwoE 'TO[D]O|FIX[M]E|X[X]X|HAC[K]' "${folders[@]}" |
        sed -E 's/^([^:]*:[0-9]+):(.*)/\1: "\2" puts work off; do it now or write an issue/' || true
}

sizes_and_arrows() {
    local files=()
    mapfile -d '' files < <(find core plugins \( -name '*.c' -o -name '*.h' -o -path 'plugins/*.lua' \) -print0 2>/dev/null | sort -z)
    awk -f "$rules" CMakeLists.txt "$ratchet" "${files[@]}"
}

findings=$(top_level; rooms; put_off; sizes_and_arrows)
if [ -n "$findings" ]; then
    printf '%s\n' "$findings"
    exit 1
fi
