# Reads CMakeLists.txt for the arrows, then the ratchet, then sources; prints findings. Plain POSIX awk.
#
# The format of C makes a function easy to see: its body opens with "{" and closes with "}" in the first column. In Lua it closes with
# an "end" indented as the line that opened it.

function found(line, what) {
    printf "%s:%d: %s\n", FILENAME, line, what
}

# --- arrows ---
function draw_arrow(text,    words, count, i) {
    sub(/^room\(/, "", text)
    sub(/\).*/, "", text)
    count = split(text, words, " ")
    is_room[words[1]] = 1
    for (i = 2; i <= count; i++) {
        if (sub(/^room_/, "", words[i])) {
            arrows[words[1]] = arrows[words[1]] " " words[i]
        }
    }
}

function reaches(from, to,    next_rooms, count, i) {
    if (from == to) {
        return 1
    }
    count = split(arrows[from], next_rooms, " ")
    for (i = 1; i <= count; i++) {
        if (reaches(next_rooms[i], to)) {
            return 1
        }
    }
    return 0
}

# The rooms of foreign headers: a prefix of paths each, several with a bar between.
BEGIN {
    homes["uv.h"] = "core/loop/|core/http/|core/outbox/"
    homes["sqlite3.h"] = "core/store/sqlite/"
    homes["lua.h"] = homes["lualib.h"] = homes["lauxlib.h"] = homes["luaconf.h"] = "core/script/"
    homes["yaml.h"] = "core/definition/"
    homes["utf8proc.h"] = "core/base/"
    homes["curl.h"] = "core/outbox/"
    homes["llhttp.h"] = "core/http/"
    FILE_LINES = 400
    FUNCTION_LINES = 70
}

function lives_in(path, prefixes,    parts, count, i) {
    count = split(prefixes, parts, "|")
    for (i = 1; i <= count; i++) {
        if (index(path, parts[i]) == 1) {
            return 1
        }
    }
    return 0
}

function check_include(line,    header, name, to, prefixes) {
    header = line
    sub(/^[ \t]*#[ \t]*include[ \t]*["<]/, "", header)
    sub(/[">].*/, "", header)
    name = header
    sub(/.*\//, "", name)
    if (name in homes && !lives_in(FILENAME, homes[name])) {
        prefixes = homes[name]
        gsub(/\|/, ", ", prefixes)
        found(FNR, "includes " header ", which only " prefixes " may; ask that room for what is needed")
    }
    if (line !~ /include[ \t]*"/) {
        return
    }
    to = header
    if (!sub(/\/.*/, "", to) || !(to in is_room)) {
        found(FNR, "includes \"" header "\"; write the room too, \"" room "/" name "\"")
    } else if (room in is_room && !reaches(room, to)) {
        found(FNR, "includes " header ", but no arrow leads from " room " to " to "; hand it in from above, or move the code")
    }
}

# --- sizes ---
# KEY has SIZE lines, where MOST are allowed; WHAT it is.
function check_size(key, size, most, line, what) {
    if (key in ratchet) {
        is_used[key] = 1
        if (size > ratchet[key]) {
            found(line, what " has " size " lines, more than the " ratchet[key] " that the ratchet allows; split it")
        } else if (size <= most) {
            found(line, what " has " size " lines and needs no ratchet any more; take " key " out of tests/tidy/ratchet.txt")
        } else if (size < ratchet[key]) {
            found(line, what " has " size " lines; lower " key " in tests/tidy/ratchet.txt to that")
        }
    } else if (size > most) {
        found(line, what " has " size " lines, more than " most "; split it")
    }
}

function file_ends(    here) {
    if (file == "") {
        return
    }
    here = FILENAME
    FILENAME = file
    check_size(file, lines, FILE_LINES, 1, "the file")
    FILENAME = here
}

function name_in_c(signature) {
    sub(/\(.*/, "", signature)
    sub(/.*[ *]/, "", signature)
    return signature
}

function see_c(line) {
    if (line ~ /^[A-Za-z_].*\(/) {
        signature = line
        started = FNR
    }
    if (line ~ /^\{/) {
        is_open = 1
    } else if (line ~ /^\}/ && is_open) {
        is_open = 0
        check_size(file ":" name_in_c(signature), FNR - started + 1, FUNCTION_LINES, started, "the function " name_in_c(signature))
    }
}

function indentation(line) {
    match(line, /^[ \t]*/)
    return RLENGTH
}

function name_in_lua(line) {
    if (line ~ /function[ \t]+[A-Za-z_]/) {
        sub(/.*function[ \t]+/, "", line)
        sub(/[ \t]*\(.*/, "", line)
        return line
    }
    if (line ~ /=[ \t]*function/) {
        sub(/[ \t]*=[ \t]*function.*/, "", line)
        sub(/.*[ \t]/, "", line)
        return line
    }
    return "line-" FNR
}

function see_lua(line,    i) {
    for (i = depth; i > 0 && line ~ /^[ \t]*end([^A-Za-z0-9_]|$)/; i--) {
        if (indent[i] == indentation(line)) {
            check_size(file ":" lua_name[i], FNR - lua_start[i] + 1, FUNCTION_LINES, lua_start[i], "the function " lua_name[i])
            depth = i - 1
            break
        }
    }
    if (line ~ /(^|[^A-Za-z0-9_.])function[ \t]*[A-Za-z_0-9.:]*[ \t]*\(/ && line !~ /[^A-Za-z0-9_]end[^A-Za-z0-9_]*$/ && line !~ /^[ \t]*--/) {
        depth++
        indent[depth] = indentation(line)
        lua_name[depth] = name_in_lua(line)
        lua_start[depth] = FNR
    }
}

# --- the files, in order ---
FNR == 1 {
    file_ends()
    file = ""
    nth++
}
FILENAME == "CMakeLists.txt" {
    if (/^room\(/) {
        draw_arrow($0)
    }
    next
}
FILENAME ~ /ratchet\.txt$/ {
    if (NF == 2 && !/^#/) {
        ratchet[$1] = $2
        ratchet_line[$1] = FNR
    } else if (NF > 0 && !/^#/) {
        found(FNR, "is not a path and a number of lines; write it so")
    }
    next
}
FNR == 1 {
    file = FILENAME
    room = file
    sub(/^core\//, "", room)
    sub(/\/.*/, "", room)
    is_open = depth = 0
    signature = ""
    if (file ~ /^core\/.*\.h$/ && !/^\/[*\/]/) {
        found(1, "a header opens with a comment: why it exists, who owns what, which thread may call it; write one")
    }
}
{
    lines = FNR
}
/^[ \t]*#[ \t]*include[ \t]*["<]/ && file ~ /^core\// {
    check_include($0)
}
file ~ /\.[ch]$/ {
    see_c($0)
}
file ~ /\.lua$/ {
    see_lua($0)
}
END {
    file_ends()
    FILENAME = "tests/tidy/ratchet.txt"
    for (key in ratchet) {
        if (!(key in is_used)) {
            found(ratchet_line[key], key " is not there any more; take the line out")
        }
    }
}
