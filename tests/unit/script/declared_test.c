/* The declarations and what is registered are the same, and the page of reference is what they say.
 *
 * The page holds their tables between two marks. `test_script_declared --write`, run in the project's folder,
 * writes them anew. */
#include "script/declared.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char page_path[] = "docs/reference/plugin.md";
static const char mark_begin[] = "<!-- made from the declarations: begin -->\n";
static const char mark_end[] = "<!-- made from the declarations: end -->\n";

static struct ground ground;

static int set_up(void **state)
{
    (void)state;
    ground_init(&ground, ground_workflow, ground_case);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ground_deinit(&ground);
    return 0;
}

/* --- what is registered --- */

/* Stops the test at a key of the table on top that none of TABLES (up to NULL) has. */
static void assert_declared(lua_State *lua, const struct declared_table *const *tables)
{
    lua_pushnil(lua);
    while (lua_next(lua, -2)) {
        lua_pop(lua, 1);
        struct text name = text_of(lua_tostring(lua, -1));
        bool found = false;
        for (size_t i = 0; tables[i]; i++) {
            found = found || declared_find(tables[i], name);
        }
        if (!found) {
            fail_msg("%.*s is registered and not declared (core/script/declared_*.c)", TEXT_ARGS(name));
        }
    }
}

/* Stops the test at a row of TABLE that the table on top does not have. Names in SKIP come with the question.
 */
static void assert_registered(lua_State *lua, const struct declared_table *table, const char *skip)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *name = table->at[i].name;
        bool there = lua_getfield(lua, -1, name) != LUA_TNIL;
        lua_pop(lua, 1);
        if (!there && !strstr(skip, arena_printf(&ground.arena, " %s ", name))) {
            fail_msg("%s is declared and not registered", name);
        }
    }
}

static void test_names(void **state)
{
    (void)state;
    static const struct declared_table *const tables[] = {&declared_names, &declared_lua, NULL};
    lua_State *lua = ground.script->lua;
    ground_begin(&ground);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, ground.script->plugin_names);
    assert_declared(lua, tables);
    assert_registered(lua, &declared_names, " settings now today item ");
    assert_registered(lua, &declared_lua, "");
    lua_pop(lua, 1);
    ground_end(&ground);
}

static void test_libraries(void **state)
{
    (void)state;
    static const struct declared_table *const libraries[] = {&declared_string, &declared_table_library,
                                                             &declared_math};
    lua_State *lua = ground.script->lua;
    ground_begin(&ground);
    for (size_t i = 0; i < 3; i++) {
        const struct declared_table *const tables[] = {libraries[i], NULL};
        lua_rawgeti(lua, LUA_REGISTRYINDEX, ground.script->plugin_names);
        assert_int_equal(lua_getfield(lua, -1, libraries[i]->name), LUA_TTABLE);
        if (luaL_getmetafield(lua, -1, "__index") == LUA_TNIL) { /* it stands behind no front */
            lua_pushvalue(lua, -1);
        }
        assert_declared(lua, tables);
        assert_registered(lua, libraries[i], "");
        lua_settop(lua, 0);
    }
    ground_end(&ground);
}

static void test_each_row_says_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; declared_all[i]; i++) {
        const struct declared_table *table = declared_all[i];
        assert_true(text_ends(text_of(table->about), TEXT(".")));
        for (size_t j = 0; j < table->count; j++) {
            const struct declared *row = &table->at[j];
            assert_true(text_ends(text_of(row->about), TEXT(".")));
            assert_true(row->gives || row->takes);
            assert_true(table->kind != DECLARED_MEMBERS || row->read);
            assert_ptr_equal(declared_find(table, text_of(row->name)), row); /* none stands twice */
        }
    }
    assert_null(declared_find(&declared_names, TEXT("print")));
}

/* --- what is made of them --- */

static void test_stubs(void **state)
{
    (void)state;
    struct text stubs = script_stubs(&ground.arena);
    assert_true(text_starts(stubs, TEXT("---@meta\n")));
    const char *whole = arena_printf(&ground.arena, "%.*s", TEXT_ARGS(stubs));
    assert_non_null(strstr(whole,
                           "---@param from Date|Instant?\n---@param to Date|Instant?\n---@return integer?\n"
                           "function days_between(from, to) end\n"));
    assert_non_null(strstr(whole, "---@class Case\n---@field worker string? The account of its worker.\n"));
    assert_non_null(strstr(whole, "---@type Date\ntoday = nil\n"));
    assert_non_null(strstr(whole, "function earliest(...) end\n"));
    assert_int_equal(luaL_loadbufferx(ground.script->lua, stubs.at, stubs.size, "=stubs", "t"), LUA_OK);
    lua_settop(ground.script->lua, 0);
}

static struct text read_page(struct arena *arena)
{
    char *bytes = arena_alloc(arena, 1 << 20);
    FILE *file = fopen(page_path, "rb");
    assert_non_null(file);
    struct text page = {.at = bytes};
    page.size = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    bytes[page.size] = '\0';
    return page;
}

/* The page as it should be: what stands before and behind the marks, and the tables between. */
static struct text made_page(struct arena *arena, struct text page)
{
    const char *begin = strstr(page.at, mark_begin), *end = strstr(page.at, mark_end);
    assert_true(begin && end && begin < end);
    begin += strlen(mark_begin);
    return text_printf(arena, "%.*s\n%.*s%s", (int)(begin - page.at), page.at,
                       TEXT_ARGS(script_reference(arena)), end);
}

static void test_the_page(void **state)
{
    (void)state;
    struct text page = read_page(&ground.arena), made = made_page(&ground.arena, page), was, is;
    for (uint32_t line = 1; !text_equal(page, made) && page.size + made.size; line++) {
        bool more = text_split(&page, '\n', &was), made_more = text_split(&made, '\n', &is);
        if (!more || !made_more || !text_equal(was, is)) {
            fail_msg("%s:%u: it is\n-%.*s\nand the declarations say\n+%.*s\n"
                     "Write it anew, in the project's folder: build/debug/bin/test_script_declared --write",
                     page_path, line, TEXT_ARGS(more ? was : (struct text){0}),
                     TEXT_ARGS(made_more ? is : (struct text){0}));
        }
    }
}

static int write_page(void)
{
    struct arena arena;
    arena_init(&arena);
    struct text made = made_page(&arena, read_page(&arena));
    FILE *file = fopen(page_path, "wb");
    bool written = file && fwrite(made.at, 1, made.size, file) == made.size;
    written = file && fclose(file) == 0 && written;
    arena_deinit(&arena);
    return written ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char **arguments)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_libraries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_row_says_what_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stubs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_page, set_up, tear_down),
    };
    if (count == 2 && strcmp(arguments[1], "--write") == 0) {
        return write_page();
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
