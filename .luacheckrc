-- The names that a plugin finds in its sandbox; what is not here is not there.
std = {
    read_globals = {
        -- Lua's own
        "assert", "error", "ipairs", "next", "pairs", "select", "tonumber", "tostring", "type", "math", "string", "table",
        -- the language's
        "now", "today", "In", "entered", "reached", "task", "first", "last", "answers", "count",
        "date", "duration", "hours", "days", "weeks", "months", "years", "working_days", "earliest", "latest", "not_before",
        "financial_year", "office_open", "days_between", "working_days_between", "is_working_day",
        -- the plugin's own, and what it may want
        "settings", "actor", "rules", "item", "words", "refuse", "assign", "raise", "open_task", "set_deadline", "notify", "log",
    },
}
max_line_length = 140
-- What is handed to a rule is the same for all rules; each takes what it needs.
unused_args = false
-- Programs that people run themselves, outside of any sandbox.
files["workflows/**/*.lua"] = {std = "lua54"}
-- Tests beside a plugin, which `caseway plugin test` runs.
files["plugins/*/tests/*.lua"] = {read_globals = {"test", "at", "wait", "a_case", "expect"}}
