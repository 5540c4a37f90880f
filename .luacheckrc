-- The names that a plugin finds in its sandbox; what is not here is not there.
std = {
    read_globals = {
        -- Lua's own
        "assert", "error", "ipairs", "next", "pairs", "pcall", "require", "select", "tonumber", "tostring", "type",
        "math", "string", "table", "utf8",
        -- time
        "date", "hours", "days", "weeks", "months", "years", "working_days", "earliest", "latest", "financial_year",
        -- effects
        "assign", "raise", "send", "cancel", "notify", "tell", "call", "log",
    },
}
max_line_length = 140
-- What is handed to a rule is the same for all rules; each takes what it needs.
unused_args = false
-- Programs that people run themselves, outside of any sandbox.
files["workflows/**/*.lua"] = {std = "lua54"}
