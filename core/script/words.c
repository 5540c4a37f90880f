/* A borough's own words for a message, and its own answers to a report's rows: from the first plugin of the
 * case that has some. Nil leaves it to the workflow. */
#include "script/host.h"

/* Calls the function on top with case and event, and leaves one value; what is no function is the value.
 * False when it failed (host->fault), and nothing is left. */
static bool call_or_value(lua_State *lua, const struct plugin *plugin, const char *part, struct text name)
{
    if (lua_type(lua, -1) != LUA_TFUNCTION) {
        return true;
    }
    push_root(lua, BOX_CASE);
    push_root(lua, BOX_EVENT);
    return plugin_call(lua, plugin, part, name, 2, 1);
}

/* --- messages --- */

static const char part_messages[] = "messages", part_measures[] = "measures";

struct asked_message {
    struct text name;
    struct message_words *words;
};

static bool take_words(lua_State *lua, int index, const char *what, struct text *words)
{
    if (lua_isnil(lua, index)) {
        return false;
    }
    struct text given = lua_type(lua, index) == LUA_TSTRING ? value_at(lua, index).text : (struct text){0};
    if (!given.size || given.size > SCRIPT_MESSAGE_LIMIT) {
        fault_raise(lua, "%s of a message is a text of at most %d bytes, and %s stands there", what,
                    SCRIPT_MESSAGE_LIMIT, given.size ? "a longer one" : words_at(lua, index));
    }
    if (!text_is_plain(given, text_is(text_of(what), "the subject"))) {
        fault_raise(lua, "%s of a message holds a control character", what);
    }
    *words = given;
    return true;
}

/* The stack: what was given, the words as a light pointer. */
static int read_words(lua_State *lua)
{
    struct message_words *words = lua_touserdata(lua, 2);
    lua_settop(lua, 1);
    if (lua_type(lua, 1) != LUA_TTABLE) {
        words->text_given = take_words(lua, 1, "the text", &words->text);
        return 0;
    }
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
        struct text key = text_at(lua, 2, "what a message has");
        if (!text_is(key, "subject") && !text_is(key, "text")) {
            struct text quoted = fault_quote(lua, key);
            fault_raise(lua, "a message has subject and text, and no %.*s", TEXT_ARGS(quoted));
        }
        lua_pop(lua, 1);
    }
    lua_getfield(lua, 1, "subject");
    lua_getfield(lua, 1, "text");
    words->subject_given = take_words(lua, 2, "the subject", &words->subject);
    words->text_given = take_words(lua, 3, "the text", &words->text);
    return 0;
}

/* Asks one plugin that has words, on top of the stack. False when it failed. */
static bool ask_words(lua_State *lua, const struct plugin *plugin, const struct asked_message *asked)
{
    uint32_t line = function_line(lua, -1);
    if (!call_or_value(lua, plugin, part_messages, asked->name)) {
        return false;
    }
    lua_pushcfunction(lua, read_words);
    lua_insert(lua, -2);
    lua_pushlightuserdata(lua, asked->words);
    return plugin_read(lua, plugin, part_messages, asked->name, line, 2);
}

static void write_words(struct script *host, const struct plugin *plugin, const struct asked_message *asked)
{
    const struct message_words *words = asked->words;
    struct json gave = json_object();
    if (words->subject_given) {
        json_set(host->arena, &gave, TEXT("subject"), json_string(words->subject));
    }
    if (words->text_given) {
        json_set(host->arena, &gave, TEXT("text"), json_string(words->text));
    }
    plugin_gave(host, plugin, part_messages, asked->name, gave, (struct text){0});
}

static int run_message(lua_State *lua)
{
    const struct asked_message *asked = lua_touserdata(lua, 1);
    struct script *host = host_of(lua);
    struct message_words *words = asked->words;
    struct plugin_walk walk = {0};
    while (!words->plugin && plugin_next(host_scope(lua), &walk)) {
        if (plugin_is_out(host, walk.plugin)) {
            continue;
        }
        struct budget_use before = host->budget.use;
        enum member member = plugin_member(lua, walk.plugin, part_messages, asked->name);
        if (member == MEMBER_FAILED || (member == MEMBER_THERE && !ask_words(lua, walk.plugin, asked))) {
            plugin_forgive(lua, &before);
            *words = (struct message_words){.plugin = walk.plugin};
            words->left_out = text_copy(host->arena, text_of(host->fault.message));
        } else if (words->subject_given || words->text_given) {
            words->plugin = walk.plugin;
            write_words(host, walk.plugin, asked);
        }
    }
    return 0;
}

enum status rules_message(void *self, struct text message, const struct scope *scope,
                          struct message_words *words, struct error *error)
{
    *words = (struct message_words){0};
    struct asked_message asked = {.name = message, .words = words};
    return host_protect(self, scope, run_message, &asked, error);
}

/* --- measures --- */

struct asked_row {
    struct text name;
    bool told;
    struct value *value;
};

/* The stack: what was given, the value as a light pointer. */
static int read_told(lua_State *lua)
{
    struct value *value = lua_touserdata(lua, 2);
    *value = value_at(lua, 1);
    bool fits = value->kind == VALUE_NOTHING || value->kind == VALUE_BOOLEAN || value->kind == VALUE_NUMBER ||
                value->kind == VALUE_DURATION;
    if (!fits) {
        fault_raise(lua, "a measure gives yes or no, a number or a duration, and gave %s",
                    value_kind_words(value->kind));
    }
    return 0;
}

static void ask_row(lua_State *lua, const struct plugin *plugin, struct asked_row *asked)
{
    uint32_t line = function_line(lua, -1);
    if (!call_or_value(lua, plugin, part_measures, asked->name)) {
        fault_again(lua);
    }
    lua_pushcfunction(lua, read_told);
    lua_insert(lua, -2);
    lua_pushlightuserdata(lua, asked->value);
    if (!plugin_read(lua, plugin, part_measures, asked->name, line, 2)) {
        fault_again(lua);
    }
    asked->told = asked->value->kind != VALUE_NOTHING;
}

static int run_row(lua_State *lua)
{
    struct asked_row *asked = lua_touserdata(lua, 1);
    struct plugin_walk walk = {0};
    while (!asked->told && plugin_next(host_scope(lua), &walk)) {
        enum member member = plugin_member(lua, walk.plugin, part_measures, asked->name);
        if (member == MEMBER_FAILED) {
            fault_again(lua);
        }
        if (member == MEMBER_THERE) {
            ask_row(lua, walk.plugin, asked);
        }
    }
    return 0;
}

enum status rules_measure(void *self, struct text row, const struct scope *scope, bool *told,
                          struct value *value, struct error *error)
{
    struct asked_row asked = {.name = row, .value = value};
    enum status status = host_protect(self, scope, run_row, &asked, error);
    *told = asked.told;
    return status;
}
