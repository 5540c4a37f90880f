/* How SQLite goes about the statements: a list in order of time must not sort what it could read in order,
 * and nothing that runs for every event may walk a table. */
#include "store/sqlite/connection.h"
#include "support.h"

static const struct named {
    const char *name, *text;
} statements[] = {
#define X(name, text) {#name, text},
    SQL_TABLE(X)
#undef X
};

static struct text plan_of(struct fixture *f, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    struct buffer plan;
    buffer_init(&plan, &f->arena);
    char *explain = arena_printf(&f->arena, "EXPLAIN QUERY PLAN %s", sql);
    assert_int_equal(SQLITE_OK,
                     sqlite3_prepare_v2(connection_of(f->store)->db, explain, -1, &statement, NULL));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        buffer_printf(&plan, "%s; ", (const char *)sqlite3_column_text(statement, 3));
    }
    (void)sqlite3_finalize(statement);
    buffer_byte(&plan, '\0');
    return buffer_result(&plan);
}

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0) {
        names++;
    }
    return *names;
}

/* Those who are one by merges are no table: they are few, and found by index. */
static bool walks(const char *plan)
{
    static const char *const no_table[] = {"SCAN CONSTANT ROW;", "SCAN above;", "SCAN same;"};
    for (const char *at = strstr(plan, "SCAN "); at; at = strstr(at + 1, "SCAN ")) {
        bool table = true;
        for (size_t i = 0; i < sizeof no_table / sizeof *no_table; i++) {
            table = table && strncmp(at, no_table[i], strlen(no_table[i])) != 0;
        }
        if (table) {
            return true;
        }
    }
    return false;
}

static void walks_and_sorts_only_where_it_must(void **state)
{
    static const char *const may_walk[] = {"LIST_ALL",       "DEADLINE_LIST_ALL", "COUNTS",
                                           "ENTRY_COUNT",    "AGENDA_LIST",       "VERIFY_SUBJECTS",
                                           "SUBJECT_LAST",   "ENTRY_LAST",        "SUBJECT_NEXT_DUE",
                                           "SUBJECT_PINNED", "VERSION_LIST",      NULL};
    static const char *const may_sort[] = {"DEADLINE_LIST_ALL",
                                           "TASK_LIST_WORKER",
                                           "TASK_LIST_SUBJECT",
                                           "DEADLINE_LIST_WORKER",
                                           "DEADLINE_LIST_SUBJECT",
                                           "VERSION_LIST",
                                           "EPISODES",
                                           "EXCEPTION_LIST_SUBJECT",
                                           NULL};
    struct fixture f;
    (void)state;
    fixture_memory(&f);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        const struct named *one = &statements[i];
        const char *plan = plan_of(&f, one->text).at;
        if ((walks(plan) && !is_one_of(one->name, may_walk)) ||
            (strstr(plan, "TEMP B-TREE FOR") && !is_one_of(one->name, may_sort))) {
            fail_msg("%s: %s", one->name, plan);
        }
    }
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_and_sorts_only_where_it_must),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
