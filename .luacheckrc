-- The names that a plugin finds in its sandbox; what is not here is not there.
std = {
    read_globals = {
        -- Lua's own
        "assert", "error", "ipairs", "next", "pairs", "select", "tonumber", "tostring", "type", "math", "string", "table",
        -- the language's
        "now", "today", "In", "entered", "reached", "task", "first", "last", "answers", "count",
        "date", "duration", "hours", "days", "weeks", "months", "years", "working_days", "earliest", "latest", "not_before",
        "financial_year", "office_open",
        -- the plugin's own, and what it may want
        "settings", "rules", "words", "refuse", "assign", "raise", "notify", "log",
    },
}
max_line_length = 140
-- What is handed to a rule is the same for all rules; each takes what it needs.
unused_args = false
-- Programs that people run themselves, outside of any sandbox.
files["workflows/**/*.lua"] = {std = "lua54"}
-- Tests beside a plugin, which `caseway plugin test` runs.
files["plugins/*/tests/*.lua"] = {read_globals = {"test", "at", "wait", "a_case", "expect"}}
