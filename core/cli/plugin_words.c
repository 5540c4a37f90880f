/* The files of a new plugin, by what it is for: small, whole, and with a test that passes. An area must
 * answer every rule that has no default, so the code answers all of those. */
#include "cli/plugin_words.h"

#include <ctype.h>

static const char *const kind_names[] = {"rule", "action", "hook", "message", "calendar", "measure"};

const char *plugin_kind_name(enum plugin_kind kind)
{
    return kind_names[kind];
}

enum plugin_kind plugin_kind_of(struct text name)
{
    enum plugin_kind kind = KIND_RULE;
    while (kind < KIND_COUNT && !text_is(name, kind_names[kind])) {
        kind++;
    }
    return kind;
}

/* NAME as Lua has it within an identifier. */
static struct text as_word(struct arena *arena, struct text name)
{
    char *word = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++) {
        word[i] = (char)(isalnum((unsigned char)word[i]) ? word[i] : '_');
    }
    return (struct text){word, name.size};
}

/* --- manifest ------------------------------------------------------------------------ */

struct text plugin_words_manifest(struct arena *arena, const struct plugin_words *words)
{
    static const char *const about[] = {
        [KIND_RULE] = "How the area answers what its workflow asks.",
        [KIND_ACTION] = "What `call:` in a workflow does in the area.",
        [KIND_HOOK] = "What follows in the area when a state is entered.",
        [KIND_MESSAGE] = "Whom the area tells when a state is entered.",
        [KIND_CALENDAR] = "Days on which the area does not work.",
        [KIND_MEASURE] = "Which of the area's cases a row of a report counts.",
    };
    struct buffer out;
    buffer_init(&out, arena);
    buffer_printf(&out,
                  "name: %.*s\nversion: 0.1.0\napi: 1\ntitle: %.*s\nabout: %s\nareas:\n"
                  "  %.*s: {title: %.*s}\n",
                  TEXT_ARGS(words->name), TEXT_ARGS(words->name), about[words->kind], TEXT_ARGS(words->area),
                  TEXT_ARGS(words->area));
    if (words->kind == KIND_CALENDAR) {
        buffer_printf(&out, "calendars: [%.*s]\n", TEXT_ARGS(words->name));
    } else {
        buffer_string(&out, "on_failure: refuse\n");
    }
    return buffer_result(&out);
}

struct text plugin_words_calendar(struct arena *arena, const struct plugin_words *words)
{
    struct text base = words->workflow ? words->workflow->calendar : (struct text){0};
    if (words->kind != KIND_CALENDAR) {
        return (struct text){0};
    }
    struct text extends = base.size ? text_printf(arena, "extends: %.*s\nareas: [%.*s]\n", TEXT_ARGS(base),
                                                  TEXT_ARGS(words->area))
                                    : (struct text){0};
    return text_printf(arena,
                       "calendar: %.*s\ntitle: Working days of %.*s\n%.*sknown: {from: 2026-01-01, until: "
                       "2026-12-31}\nholidays:\n  2026-12-29: \"The office is closed (example)\"\n",
                       TEXT_ARGS(words->name), TEXT_ARGS(words->area), TEXT_ARGS(extends));
}

/* --- code ------------------------------------------------------------------------------ */

static bool must_answer(const struct rule_declaration *rule)
{
    return !rule->otherwise.expression && !rule->otherwise.literal;
}

static const char *example_of(enum rule_gives gives)
{
    static const char *const examples[] = {
        [GIVES_YES_NO] = "true", [GIVES_DURATION] = "months(3)",    [GIVES_NUMBER] = "1",
        [GIVES_TEXT] = "\"…\"",  [GIVES_DATE] = "today + days(28)",
    };
    return examples[gives];
}

/* The rule that the template shows: one that must be answered, else the first; NULL: there is none. */
static const struct rule_declaration *shown_rule(const struct plugin_words *words)
{
    const struct definition *workflow = words->workflow;
    for (size_t i = 0; workflow && i < workflow->rule_count; i++) {
        if (must_answer(&workflow->rules[i])) {
            return &workflow->rules[i];
        }
    }
    return workflow && workflow->rule_count ? &workflow->rules[0] : NULL;
}

static bool has_rules_to_answer(const struct plugin_words *words)
{
    const struct rule_declaration *shown = shown_rule(words);
    return shown && must_answer(shown);
}

static void add_rule(struct buffer *out, const struct rule_declaration *rule)
{
    buffer_printf(out, "    -- %.*s\n    %.*s = function(case, event)\n      return %s\n    end,\n",
                  TEXT_ARGS(rule->title.size ? rule->title : rule->name), TEXT_ARGS(rule->name),
                  example_of(rule->gives));
}

static void add_rules(struct buffer *out, const struct plugin_words *words)
{
    const struct definition *workflow = words->workflow;
    const struct rule_declaration *shown = words->kind == KIND_RULE ? shown_rule(words) : NULL;
    size_t count = 0;
    for (size_t i = 0; workflow && i < workflow->rule_count; i++) {
        const struct rule_declaration *rule = &workflow->rules[i];
        if (must_answer(rule) || rule == shown) {
            buffer_string(out, count++ ? "" : "  rules = {\n");
            add_rule(out, rule);
        }
    }
    buffer_string(out, count ? "  },\n" : "");
}

/* The state that a hook is shown for: the first that a case stands in. */
static struct text first_state(const struct plugin_words *words)
{
    const struct definition *workflow = words->workflow;
    for (size_t i = 1; workflow && i < workflow->state_count; i++) {
        if (workflow->states[i].kind == STATE_ATOMIC) {
            return workflow->states[i].path;
        }
    }
    return TEXT("review");
}

static struct text first_message(const struct plugin_words *words)
{
    bool any = words->workflow && words->workflow->message_count;
    return any ? words->workflow->messages[0].name : TEXT("message");
}

struct text plugin_words_row(struct arena *arena, const struct plugin_words *words)
{
    const struct definition *workflow = words->workflow;
    for (size_t i = 0; workflow && i < workflow->measure_count; i++) {
        const struct measure *report = &workflow->measures[i];
        for (size_t n = 0; n < report->row_count; n++) {
            if (report->rows[n].kind == ROW_COUNT) {
                return text_printf(arena, "%.*s.%.*s", TEXT_ARGS(report->name),
                                   TEXT_ARGS(report->rows[n].name));
            }
        }
    }
    return (struct text){0};
}

struct text plugin_words_code(struct arena *arena, const struct plugin_words *words)
{
    struct buffer out;
    if (words->kind == KIND_CALENDAR && !has_rules_to_answer(words)) {
        return (struct text){0};
    }
    buffer_init(&out, arena);
    buffer_printf(&out, "-- %.*s: what differs in the area %.*s. README.md says why.\n\nreturn {\n",
                  TEXT_ARGS(words->name), TEXT_ARGS(words->area));
    add_rules(&out, words);
    struct text word = as_word(arena, words->name), state = first_state(words);
    if (words->kind == KIND_ACTION) {
        buffer_printf(&out,
                      "  actions = {\n    -- `call: %.*s` in a workflow\n    %.*s = function(case, event)\n"
                      "      return log(\"%.*s was called\")\n    end,\n  },\n",
                      TEXT_ARGS(word), TEXT_ARGS(word), TEXT_ARGS(word));
    } else if (words->kind == KIND_HOOK || words->kind == KIND_MESSAGE) {
        struct text effect = words->kind == KIND_HOOK
                                 ? text_printf(arena, "log(\"%.*s is entered\")", TEXT_ARGS(state))
                                 : text_printf(arena, "notify(\"%.*s\")", TEXT_ARGS(first_message(words)));
        buffer_printf(&out,
                      "  on = {\n    [\"state.entered.%.*s\"] = function(case, event)\n      return %.*s\n"
                      "    end,\n  },\n",
                      TEXT_ARGS(state), TEXT_ARGS(effect));
    } else if (words->kind == KIND_MEASURE) {
        buffer_printf(&out,
                      "  measures = {\n    [\"%.*s\"] = function(case)\n      return true\n    end,\n  },\n",
                      TEXT_ARGS(plugin_words_row(arena, words)));
    }
    buffer_string(&out, "}\n");
    return buffer_result(&out);
}

/* --- test and README ---------------------------------------------------------------------- */

static void add_expectation(struct arena *arena, struct buffer *out, const struct plugin_words *words)
{
    const struct rule_declaration *rule = words->kind == KIND_RULE ? shown_rule(words) : NULL;
    struct text word = as_word(arena, words->name), state = first_state(words);
    if (rule && rule->gives == GIVES_YES_NO) {
        buffer_printf(out, "  expect(case:rule(\"%.*s\")):holds()\n", TEXT_ARGS(rule->name));
    } else if (rule && rule->gives == GIVES_DATE) {
        buffer_printf(out, "  expect(case:rule(\"%.*s\")):is(date(\"2026-02-02\"))\n", TEXT_ARGS(rule->name));
    } else if (rule) {
        buffer_printf(out, "  expect(case:rule(\"%.*s\")):is(%s)\n", TEXT_ARGS(rule->name),
                      example_of(rule->gives));
    } else if (words->kind == KIND_ACTION) {
        buffer_printf(out, "  expect(case:action(\"%.*s\")):gives { log(\"%.*s was called\") }\n",
                      TEXT_ARGS(word), TEXT_ARGS(word));
    } else if (words->kind == KIND_HOOK) {
        buffer_printf(out, "  expect(case:hook(\"state.entered.%.*s\")):gives { log(\"%.*s is entered\") }\n",
                      TEXT_ARGS(state), TEXT_ARGS(state));
    } else if (words->kind == KIND_MESSAGE) {
        buffer_printf(out, "  expect(case:hook(\"state.entered.%.*s\")):gives { notify(\"%.*s\") }\n",
                      TEXT_ARGS(state), TEXT_ARGS(first_message(words)));
    } else if (words->kind == KIND_MEASURE) {
        buffer_printf(out, "  expect(case:measure(\"%.*s\")):is(true)\n",
                      TEXT_ARGS(plugin_words_row(arena, words)));
    } else {
        buffer_printf(out, "  expect(case.area):is(\"%.*s\")\n", TEXT_ARGS(words->area));
    }
}

struct text plugin_words_test(struct arena *arena, const struct plugin_words *words)
{
    static const char *const titles[] = {
        [KIND_RULE] = "the rule answers",
        [KIND_ACTION] = "the action says what should happen",
        [KIND_HOOK] = "something follows when the state is entered",
        [KIND_MESSAGE] = "somebody is told when the state is entered",
        [KIND_CALENDAR] = "a case of the area opens",
        [KIND_MEASURE] = "the row counts the case",
    };
    struct buffer out;
    buffer_init(&out, arena);
    buffer_printf(&out,
                  "-- Run with: caseway plugin test %.*s\n\ntest(\"%s\", function()\n"
                  "  at(\"2026-01-05T09:00\")\n  local case = a_case { area = \"%.*s\"",
                  TEXT_ARGS(words->name), titles[words->kind], TEXT_ARGS(words->area));
    if (words->workflow) {
        buffer_printf(&out, ", workflow = \"%.*s\"", TEXT_ARGS(words->workflow->name));
    }
    buffer_string(&out, " }\n");
    add_expectation(arena, &out, words);
    buffer_string(&out, "end)\n");
    return buffer_result(&out);
}

struct text plugin_words_readme(struct arena *arena, const struct plugin_words *words)
{
    struct buffer out;
    buffer_init(&out, arena);
    buffer_printf(&out,
                  "# %.*s\n\nWhat differs for cases of the area `%.*s`, and why. Say for each line where it "
                  "comes from, or that it is\nillustrative.\n\n",
                  TEXT_ARGS(words->name), TEXT_ARGS(words->area));
    buffer_printf(&out, "| what | is | |\n|---|---|---|\n| a %s | an example | illustrative |\n\n",
                  plugin_kind_name(words->kind));
    if (words->kind != KIND_CALENDAR) {
        buffer_string(&out, "## When something goes wrong\n`on_failure: refuse`: if the code raises or takes "
                            "too long, the event is refused and says so, and nothing else happens.\n\n");
    }
    buffer_printf(&out, "## Tests\n```\ncaseway plugin test %.*s\n```\n", TEXT_ARGS(words->name));
    return buffer_result(&out);
}
