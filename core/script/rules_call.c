/* Rules: a question to the case's area, then to its workflow's plugins, then to the workflow's default
 * (LANGUAGE 17).
 *
 * A plugin keeps a rule as a function(case, event, …), or as the answer itself. Nil is no answer. What it
 * gives is held against what the declaration says, before anybody believes it. A default may give nothing
 * (`= nil`): then an area that does not answer has no such time, number or text. */
#include "script/host.h"

static const char *gives_words(enum rule_gives gives)
{
    static const char *const words[] = {
        [GIVES_YES_NO] = "a yes or no", [GIVES_DURATION] = "a duration", [GIVES_NUMBER] = "a number",
        [GIVES_TEXT] = "a text",        [GIVES_DATE] = "a date",
    };
    return words[gives];
}

/* VALUE as RULE gives it; durations and dates may come as text. False when it is of another kind. */
static bool fit(const struct rule_declaration *rule, struct value *value)
{
    static const enum value_kind kinds[] = {
        [GIVES_YES_NO] = VALUE_BOOLEAN, [GIVES_DURATION] = VALUE_DURATION, [GIVES_NUMBER] = VALUE_NUMBER,
        [GIVES_TEXT] = VALUE_TEXT,      [GIVES_DATE] = VALUE_DATE,
    };
    if (value->kind == kinds[rule->gives]) {
        return true;
    }
    if (value->kind != VALUE_TEXT) {
        return false;
    }
    struct duration duration;
    date day = date_read(value->text);
    if (rule->gives == GIVES_DURATION && duration_read(value->text, &duration, NULL) == STATUS_OK) {
        *value = (struct value){.kind = VALUE_DURATION, .duration = duration};
        return true;
    }
    if (rule->gives == GIVES_DATE && day != DATE_NONE) {
        *value = (struct value){.kind = VALUE_DATE, .day = day};
        return true;
    }
    return false;
}

static void push_arguments(lua_State *lua, int first, int count)
{
    push_root(lua, BOX_CASE);
    push_root(lua, BOX_EVENT);
    luaL_checkstack(lua, count, NULL);
    for (int i = 0; i < count; i++) {
        lua_pushvalue(lua, first + i);
    }
}

static struct text sentence_at(lua_State *lua, int index)
{
    if (lua_isnil(lua, index)) {
        return (struct text){0};
    }
    struct text sentence = value_at(lua, index).text;
    if (lua_type(lua, index) != LUA_TSTRING || sentence.size > SCRIPT_SENTENCE_LIMIT) {
        fault_raise(lua, "the second thing that a rule gives is a sentence of at most %d bytes",
                    SCRIPT_SENTENCE_LIMIT);
    }
    if (!text_is_plain(sentence, false)) {
        fault_raise(lua, "the sentence of a rule holds a control character");
    }
    return sentence;
}

/* The stack: the value, the sentence, the result as a light pointer. */
static int read_answer(lua_State *lua)
{
    struct rule_result *result = lua_touserdata(lua, 3);
    result->value = value_at(lua, 1);
    result->sentence = sentence_at(lua, 2);
    return 0;
}

enum said { SAID_NOTHING, SAID_SOMETHING, SAID_WRONG /* it failed: host->fault */ };

/* Takes what a plugin's rule gave: two values on top, of the function on LINE (0: of none). */
static enum said take_answer(lua_State *lua, const struct rule_declaration *rule, const struct plugin *plugin,
                             uint32_t line, struct rule_result *result)
{
    struct script *host = host_of(lua);
    lua_pushcfunction(lua, read_answer);
    lua_insert(lua, -3);
    lua_pushlightuserdata(lua, result);
    if (!plugin_read(lua, plugin, "rules", rule->name, line, 3)) {
        return SAID_WRONG;
    }
    result->plugin = plugin->name;
    struct json gave = value_json(host->arena, &result->value);
    plugin_gave(host, plugin, "rules", rule->name, gave, result->sentence);
    if (result->value.kind == VALUE_NOTHING) {
        return SAID_NOTHING;
    }
    if (!fit(rule, &result->value)) {
        host->fault = (struct error){0};
        host->faulty = plugin;
        error_set(&host->fault, STATUS_SCRIPT, "The plugin %.*s gave %s to rules.%.*s, which gives %s.",
                  TEXT_ARGS(plugin->name), value_kind_words(result->value.kind), TEXT_ARGS(rule->name),
                  gives_words(rule->gives));
        struct text at = line ? text_printf(host->arena, ":%u", line) : (struct text){0};
        error_place(&host->fault, "%.*s%.*s", TEXT_ARGS(plugin->file), TEXT_ARGS(at));
        return SAID_WRONG;
    }
    return SAID_SOMETHING;
}

static void take_default(lua_State *lua, const struct rule_declaration *rule, struct rule_result *result)
{
    const struct scope *scope = host_scope(lua);
    *result = (struct rule_result){0};
    if (rule->otherwise.expression) {
        host_evaluate(lua, rule->otherwise.expression, scope);
    } else if (rule->otherwise.literal) {
        push_plain(lua, rule->otherwise.literal);
    } else {
        struct text area = scope->subject->area.size ? scope->subject->area : TEXT("(none)");
        fault_raise(lua, "no plugin answers rules.%.*s for the area %.*s, and the workflow gives no default",
                    TEXT_ARGS(rule->name), TEXT_ARGS(area));
    }
    result->value = value_at(lua, -1);
    lua_pop(lua, 1);
    bool nothing = result->value.kind == VALUE_NOTHING && rule->gives != GIVES_YES_NO;
    if (!nothing && !fit(rule, &result->value)) {
        fault_raise(lua, "the default of rules.%.*s is %s, and it gives %s", TEXT_ARGS(rule->name),
                    value_kind_words(result->value.kind), gives_words(rule->gives));
    }
}

/* Asks one plugin; the arguments stand from FIRST on. */
static enum said ask_plugin(lua_State *lua, const struct rule_declaration *rule, const struct plugin *plugin,
                            int first, int count, struct rule_result *result)
{
    enum member member = plugin_member(lua, plugin, "rules", rule->name);
    if (member != MEMBER_THERE) {
        return member == MEMBER_NONE ? SAID_NOTHING : SAID_WRONG;
    }
    uint32_t line = function_line(lua, -1);
    if (lua_type(lua, -1) != LUA_TFUNCTION) {
        lua_pushnil(lua); /* the answer itself, without a sentence */
    } else {
        push_arguments(lua, first, count);
        if (!plugin_call(lua, plugin, "rules", rule->name, count + 2, 2)) {
            return SAID_WRONG;
        }
    }
    return take_answer(lua, rule, plugin, line, result);
}

/* The same, of a plugin that may fail: one whose manifest lets the event go on has given no answer then. */
static bool answers(lua_State *lua, const struct rule_declaration *rule, const struct plugin *plugin,
                    int first, int count, struct rule_result *result)
{
    struct script *host = host_of(lua);
    struct budget_use before = host->budget.use;
    if (plugin_is_out(host, plugin)) {
        return false;
    }
    enum said said = ask_plugin(lua, rule, plugin, first, count, result);
    if (said == SAID_WRONG) {
        plugin_forgive(lua, &before);
        plugin_left_out(host, "rules", rule->name);
    }
    lua_settop(lua, first + count - 1);
    return said == SAID_SOMETHING;
}

void rule_ask(lua_State *lua, const struct rule_declaration *rule, int count, struct rule_result *result)
{
    int first = lua_gettop(lua) - count + 1;
    struct plugin_walk walk = {0};
    bool answered = false;
    while (!answered && plugin_next(host_scope(lua), &walk)) {
        answered = answers(lua, rule, walk.plugin, first, count, result);
    }
    if (!answered) {
        take_default(lua, rule, result);
    }
    lua_settop(lua, first - 1);
}

/* --- rules.NAME(…) --- */

static int call_rule(lua_State *lua)
{
    const struct definition *definition = host_scope(lua)->subject->definition;
    struct text name = text_at(lua, lua_upvalueindex(1), "a rule's name");
    int32_t index = map_get(&definition->rules_by_name, name);
    if (index == MAP_NONE) {
        struct text quoted = fault_quote(lua, name);
        fault_raise(lua, "the workflow declares no rule %.*s", TEXT_ARGS(quoted));
    }
    struct rule_result result;
    rule_ask(lua, &definition->rules[index], lua_gettop(lua), &result);
    push_value(lua, &result.value);
    push_optional(lua, result.sentence);
    return 2;
}

int index_rules(lua_State *lua)
{
    text_at(lua, 2, "a rule's name");
    lua_settop(lua, 2);
    lua_pushcclosure(lua, call_rule, 1);
    return 1;
}

/* --- for the engine --- */

struct question {
    const struct rule_declaration *rule;
    struct rule_answer *answer;
};

static int run_question(lua_State *lua)
{
    const struct question *question = lua_touserdata(lua, 1);
    if (question->rule->gives != GIVES_YES_NO) {
        fault_raise(lua, "rules.%.*s gives %s, and a requirement needs a yes or no",
                    TEXT_ARGS(question->rule->name), gives_words(question->rule->gives));
    }
    struct rule_result result;
    rule_ask(lua, question->rule, 0, &result);
    *question->answer = (struct rule_answer){
        .holds = result.value.boolean, .sentence = result.sentence, .plugin = result.plugin};
    return 0;
}

enum status rules_ask(void *self, const struct rule_declaration *rule, const struct scope *scope,
                      struct rule_answer *answer, struct error *error)
{
    struct question question = {.rule = rule, .answer = answer};
    return host_protect(self, scope, run_question, &question, error);
}
