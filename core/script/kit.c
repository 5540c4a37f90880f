/* Tests of plugins. A test file is run in a plugin's environment with some further words: test(), expect(),
 * a_case(), at(), wait(). What it asks of a case goes to the stage as data (engine/stage.h).
 *
 * Invariant: a failed expectation is in `failures` before it is raised, and what is raised then is the
 * address of the kit's own `struct testing`, which no script can make. */
#include "script/kit.h"
#include "script/host.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_LIMIT = 2000 /* bytes of a value that is shown */ };

struct testing {
    const struct plugin *file;
    const struct stage *stage;
    size_t index, seen;
    struct json tests, failures;
    enum status status; /* of the stage, where it failed as an operation */
    struct error error;
    bool within;    /* a test runs */
    size_t waiting; /* expect()s that were not told what is expected; the first of them stood on WAITS_ON */
    uint32_t waits_on;
};

static struct testing *testing_of(lua_State *lua)
{
    return lua_touserdata(lua, lua_upvalueindex(1));
}

/* --- what differs ------------------------------------------------------------------ */

static struct text line_of(struct text code, uint32_t number)
{
    struct text line = {0};
    while (number-- > 0 && text_split(&code, '\n', &line)) {
    }
    return text_trim(line);
}

/* A value as a person reads it: words, or for a list or a group a line each. */
static struct text shown(lua_State *lua, const struct json *json)
{
    struct buffer out;
    buffer_init(&out, host_of(lua)->arena);
    struct duration duration;
    struct text text = json->type == JSON_STRING ? json_text(json) : (struct text){0};
    if (text_starts(text, TEXT("P")) && duration_read(text, &duration, NULL) == STATUS_OK) {
        struct value value = {.kind = VALUE_DURATION, .duration = duration};
        return value_words(host_of(lua)->arena, &value);
    }
    if (json->type == JSON_STRING) {
        return text.size ? text_part(text, 0, SHOWN_LIMIT) : TEXT("“”");
    }
    if (json->type == JSON_ARRAY || json->type == JSON_OBJECT) {
        json_write(json, &out);
        return text_part(buffer_result(&out), 0, SHOWN_LIMIT);
    }
    struct value value = {.kind = VALUE_NUMBER, .json = *json};
    if (json->type == JSON_NULL || json->type == JSON_BOOLEAN) {
        value = (struct value){.kind = json->type == JSON_NULL ? VALUE_NOTHING : VALUE_BOOLEAN,
                               .boolean = json->type == JSON_BOOLEAN && json->boolean};
    }
    return value_words(host_of(lua)->arena, &value);
}

static void add_failure(lua_State *lua, struct text path, struct text expected, struct text got)
{
    struct testing *testing = testing_of(lua);
    struct arena *arena = host_of(lua)->arena;
    uint32_t line = trace_line(lua);
    struct json failure = json_object();
    struct text code = line_of(testing->file->code, line);
    json_set(arena, &failure, TEXT("line"), json_integer(line));
    json_set(arena, &failure, TEXT("code"), json_string(text_copy(arena, code)));
    json_set(arena, &failure, TEXT("what"), json_string(path));
    json_set(arena, &failure, TEXT("expected"), json_string(expected));
    json_set(arena, &failure, TEXT("got"), json_string(got));
    json_append(arena, &testing->failures, failure);
}

_Noreturn static void raise_failed(lua_State *lua)
{
    lua_pushlightuserdata(lua, testing_of(lua));
    lua_error(lua);
    abort();
}

/* The same length of time, however it was written. */
static bool same_duration(const struct json *a, const struct json *b)
{
    struct duration one, other;
    return a->type == JSON_STRING && b->type == JSON_STRING &&
           duration_read(json_text(a), &one, NULL) == STATUS_OK &&
           duration_read(json_text(b), &other, NULL) == STATUS_OK && one.months == other.months &&
           one.days == other.days && one.working_days == other.working_days &&
           one.milliseconds == other.milliseconds;
}

/* Each place at which GOT differs from EXPECTED; quietly, only whether it does. Neither is deeper than
 * convert.c lets it be. */
static bool find_differences(lua_State *lua, struct text path, const struct json *expected,
                             const struct json *got, bool quietly)
{
    struct arena *arena = host_of(lua)->arena;
    bool differs = false;
    if (expected->type == JSON_OBJECT && got->type == JSON_OBJECT && expected->count) {
        struct json names = json_shallow(arena, *expected), none = json_null();
        for (uint32_t i = 0; i < got->count; i++) {
            json_set(arena, &names, got->members[i].name, json_null());
        }
        for (uint32_t i = 0; i < names.count; i++) {
            struct text name = names.members[i].name;
            const struct json *a = json_get(expected, name), *b = json_get(got, name);
            struct text inner =
                text_printf(arena, "%.*s%s%.*s", TEXT_ARGS(path), path.size ? "." : "", TEXT_ARGS(name));
            differs |= find_differences(lua, inner, a ? a : &none, b ? b : &none, quietly);
        }
        return differs;
    }
    if (expected->type == JSON_ARRAY && got->type == JSON_ARRAY && expected->count == got->count) {
        for (uint32_t i = 0; i < got->count; i++) {
            struct text inner = text_printf(arena, "%.*s[%u]", TEXT_ARGS(path), i + 1);
            differs |= find_differences(lua, inner, &expected->elements[i], &got->elements[i], quietly);
        }
        return differs;
    }
    bool empty = expected->count + got->count == 0 && expected->type >= JSON_ARRAY && got->type >= JSON_ARRAY;
    if (json_equal(expected, got) || empty || same_duration(expected, got)) {
        return false;
    }
    if (!quietly) {
        add_failure(lua, path, shown(lua, expected), shown(lua, got));
    }
    return true;
}

/* differ(EXPECTED, GOT): raises where they are not the same. With a third, true: gives whether they differ.
 */
static int differ(lua_State *lua)
{
    struct json expected = json_at(lua, 1), got = json_at(lua, 2);
    bool quietly = lua_toboolean(lua, 3);
    budget_charge(lua, KIT_ASK_WORK / 10);
    bool differs = find_differences(lua, (struct text){0}, &expected, &got, quietly);
    if (differs && !quietly) {
        raise_failed(lua);
    }
    lua_pushboolean(lua, differs);
    return 1;
}

static int fail(lua_State *lua)
{
    struct json expected = json_at(lua, 1), got = json_at(lua, 2);
    add_failure(lua, (struct text){0}, shown(lua, &expected), shown(lua, &got));
    raise_failed(lua);
}

static int text_of_value(lua_State *lua)
{
    struct json json = json_at(lua, 1);
    push_text(lua, shown(lua, &json));
    return 1;
}

/* --- asking -------------------------------------------------------------------------- */

/* Raises at the test's own line. */
_Noreturn static void raise_here(lua_State *lua, const char *message)
{
    lua_pushfstring(lua, "plugin:%d: %s", (int)trace_line(lua), message);
    lua_error(lua);
    abort();
}

static int ask_stage(lua_State *lua)
{
    struct testing *testing = testing_of(lua);
    struct text verb = text_at(lua, 1, "a verb");
    struct json asked = json_at(lua, 2), answer = json_null();
    budget_charge(lua, KIT_ASK_WORK);
    enum status status = testing->stage->ask(testing->stage->self, host_of(lua)->arena, verb, &asked, &answer,
                                             &testing->error);
    if (status == STATUS_INVALID) {
        raise_here(lua, testing->error.message);
    }
    if (status != STATUS_OK) {
        testing->status = status;
        raise_failed(lua);
    }
    push_plain(lua, &answer);
    return 1;
}

/* Gives TABLE, whose missing members INDEX finds. */
static int front(lua_State *lua)
{
    lua_newtable(lua);
    lua_pushvalue(lua, 2);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, 1);
    lua_settop(lua, 1);
    return 1;
}

/* waits(true): an expect() begins; waits(false): it is told what it expects. */
static int count_waiting(lua_State *lua)
{
    struct testing *testing = testing_of(lua);
    if (lua_toboolean(lua, 1)) {
        testing->waits_on = testing->waiting++ ? testing->waits_on : trace_line(lua);
    } else {
        testing->waiting--;
    }
    return 0;
}

/* --- the file -------------------------------------------------------------------------- */

/* test(TITLE, FUNCTION): remembers it, and runs it when it is the one that is wanted. */
static int take_test(lua_State *lua)
{
    struct testing *testing = testing_of(lua);
    struct arena *arena = host_of(lua)->arena;
    if (lua_type(lua, 1) != LUA_TSTRING || lua_type(lua, 2) != LUA_TFUNCTION) {
        raise_here(lua, "write: test(\"what holds\", function() … end)");
    }
    if (testing->within) {
        raise_here(lua, "test() stands for itself, not within another test");
    }
    if (testing->seen >= TESTS_LIMIT) {
        raise_here(lua, arena_printf(arena, "a file holds at most %d tests: begin another", TESTS_LIMIT));
    }
    if (testing->index == TEST_LIST) {
        struct json one = json_object();
        json_set(arena, &one, TEXT("title"), json_string(text_copy(arena, text_at(lua, 1, "a title"))));
        json_set(arena, &one, TEXT("line"), json_integer(trace_line(lua)));
        json_append(arena, &testing->tests, one);
    }
    if (testing->seen++ == testing->index) {
        lua_settop(lua, 2);
        testing->within = true;
        lua_call(lua, 0, 0);
        testing->within = false;
        if (testing->waiting) { /* it could not fail */
            lua_pushfstring(lua, "plugin:%d: nothing is expected: write expect(…):is(…)",
                            (int)testing->waits_on);
            return lua_error(lua);
        }
    }
    return 0;
}

static void push_word(lua_State *lua, struct testing *testing, lua_CFunction word)
{
    lua_pushlightuserdata(lua, testing);
    lua_pushcclosure(lua, word, 1);
}

static const char *next_line(lua_State *lua, void *data, size_t *size)
{
    (void)lua;
    size_t *line = data;
    const char *words = kit_words[*line];
    *line += words != NULL;
    *size = words ? strlen(words) : 0;
    return words;
}

/* Leaves the environment of a test file: a plugin's, with the kit's words. */
static void push_environment(lua_State *lua, struct testing *testing)
{
    static const char *const words[] = {"wait", "at", "a_case", "expect"};
    static const lua_CFunction handed[] = {ask_stage, differ, fail, front, text_of_value, count_waiting};
    struct script *host = host_of(lua);
    lua_newtable(lua);
    int table = lua_gettop(lua);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host->plugin_metatable);
    lua_setmetatable(lua, table);
    push_word(lua, testing, take_test);
    lua_setfield(lua, table, "test");
    size_t line = 0;
    if (lua_load(lua, next_line, &line, "=kit", "t") != LUA_OK) {
        lua_error(lua);
    }
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host->plugin_names);
    lua_setupvalue(lua, -2, 1);
    for (size_t i = 0; i < sizeof handed / sizeof *handed; i++) {
        push_word(lua, testing, handed[i]);
    }
    lua_call(lua, (int)(sizeof handed / sizeof *handed), (int)(sizeof words / sizeof *words));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        lua_setfield(lua, table, words[i]);
    }
}

/* A fault within the kit's words is the test's, at the line that called them. */
static int find_place(lua_State *lua)
{
    struct text message = {0};
    if (host_of(lua)->budget.use.cut) {
        host_of(lua)->budget.use.line = trace_line(lua);
    } else if (lua_type(lua, 1) == LUA_TSTRING) {
        message.at = lua_tolstring(lua, 1, &message.size);
    }
    if (text_starts(message, TEXT("kit:"))) {
        size_t end = 4 + text_find(text_part(message, 4, message.size), ':');
        struct text rest = text_trim(text_part(message, end + 1, message.size));
        lua_pushfstring(lua, "plugin:%d: ", (int)trace_line(lua));
        push_text(lua, rest);
        lua_concat(lua, 2);
    }
    return 1;
}

static int run_file(lua_State *lua)
{
    struct testing *testing = lua_touserdata(lua, 1);
    struct script *host = host_of(lua);
    host->context.plugin = testing->file;
    lua_pushcfunction(lua, find_place);
    chunk_push_plugin(lua, testing->file);
    push_environment(lua, testing);
    int result = lua_pcall(lua, 1, 0, 2);
    if (result != LUA_OK && lua_touserdata(lua, -1) != testing) {
        return lua_error(lua);
    }
    return 0;
}

static enum status tell(struct testing *testing, struct arena *arena, struct json *told, struct error *error)
{
    *told = json_object();
    if (testing->status != STATUS_OK) {
        *error = testing->error;
        return testing->status;
    }
    if (testing->index == TEST_LIST) {
        json_set(arena, told, TEXT("tests"), testing->tests);
    } else {
        json_set(arena, told, TEXT("failures"), testing->failures);
    }
    return STATUS_OK;
}

enum status script_test(struct script *script, struct arena *arena, const struct world *world,
                        const struct plugin *file, size_t index, const struct stage *stage, struct json *told,
                        struct error *error)
{
    struct testing testing = {
        .file = file, .stage = stage, .index = index, .tests = json_array(), .failures = json_array()};
    struct rules rules = script_rules(script);
    rules.api->begin(rules.self, arena, world, NULL);
    enum status status = host_protect(script, NULL, run_file, &testing, error);
    if (status == STATUS_CUT_OFF) {
        struct text words = budget_words(arena, &script->budget);
        struct error place = *error;
        error_set(error, status, "It was cut off: it took %.*s.", TEXT_ARGS(words));
        error_place(error, "%s", place.place);
    }
    rules.api->end(rules.self);
    return status == STATUS_OK ? tell(&testing, arena, told, error) : status;
}
