/* Who may do what, as a table: denied by default, held to areas and roles. */
#include "access/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum who { NOBODY, OPERATOR, WORKER, HELD_TO_TWO, IMPORTER, ROLELESS, EVERY_ROLE };

static struct principal principal_of(enum who who)
{
    switch (who) {
    case OPERATOR:
        return access_operator(TEXT("site"));
    case WORKER:
        return (struct principal){.user = TEXT("ann"), .roles = TEXT("worker lead")};
    case HELD_TO_TWO:
        return (struct principal){.user = TEXT("bea"), .roles = TEXT("worker"), .areas = TEXT("wcc rbkc")};
    case IMPORTER:
        return (struct principal){.user = TEXT("feed"), .may_import = true};
    case ROLELESS:
        return (struct principal){.user = TEXT("cy")};
    case EVERY_ROLE:
        return (struct principal){.user = TEXT("dee"), .all_roles = true};
    case NOBODY:
        break;
    }
    /* Rights without a name are nobody's. */
    return (struct principal){.all_roles = true, .may_import = true};
}

static void what_is_offered_to_an_area_is_read_and_answered_there(void **state)
{
    static const struct {
        enum who who;
        const char *event, *area, *offered;
        bool reads, sends;
    } rows[] = {
        {HELD_TO_TWO, "go", "lbhf", "", false, false},
        {HELD_TO_TWO, "move.accepted", "lbhf", "", false, false},
        {HELD_TO_TWO, "go", "lbhf", "rbkc", true, false},
        {HELD_TO_TWO, "move.withdrawn", "lbhf", "rbkc", true, false},
        {HELD_TO_TWO, "correct", "lbhf", "rbkc", true, false},
        {HELD_TO_TWO, "note", "lbhf", "rbkc", true, true},
        {HELD_TO_TWO, "move.accepted", "lbhf", "rbkc", true, true},
        {HELD_TO_TWO, "move.declined", "lbhf", "rbkc", true, true},
        {HELD_TO_TWO, "go", "wcc", "lbhf", true, true},
        {HELD_TO_TWO, "note", "wcc", "lbhf", true, true},
        {HELD_TO_TWO, "move.withdrawn", "wcc", "lbhf", true, true},
        {HELD_TO_TWO, "move.accepted", "wcc", "lbhf", true, false},
        {HELD_TO_TWO, "move.declined", "wcc", "lbhf", true, false},
        {HELD_TO_TWO, "move.accepted", "wcc", "rbkc", true, true},
        {HELD_TO_TWO, "move.accepted", "wcc", "", true, true}, /* the engine says that there is no offer */
        {WORKER, "move.accepted", "wcc", "lbhf", true, true},
        {OPERATOR, "move.accepted", "wcc", "lbhf", true, true},
        {ROLELESS, "move.accepted", "wcc", "lbhf", false, false},
        {NOBODY, "note", "wcc", "lbhf", false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct principal principal = principal_of(rows[i].who);
        struct text area = text_of(rows[i].area), offered = text_of(rows[i].offered);
        if (access_reads(&principal, area, offered) != rows[i].reads ||
            access_sends(&principal, text_of(rows[i].event), area, offered) != rows[i].sends) {
            fail_msg("row %zu", i);
        }
    }
}

static void what_is_allowed(void **state)
{
    static const struct {
        enum who who;
        enum act act;
        const char *area;
        bool allowed;
    } rows[] = {
        {NOBODY, ACT_LIST, "", false},           {NOBODY, ACT_READ, "wcc", false},
        {NOBODY, ACT_IMPORT, "", false},         {NOBODY, ACT_ADMINISTER, "", false},
        {OPERATOR, ACT_ADMINISTER, "", true},    {OPERATOR, ACT_IMPORT, "", true},
        {OPERATOR, ACT_READ, "lbhf", true},      {OPERATOR, ACT_REPORT, "", true},
        {WORKER, ACT_READ, "lbhf", true},        {WORKER, ACT_READ, "", true},
        {WORKER, ACT_WRITE, "lbhf", true},       {WORKER, ACT_OPEN, "", true},
        {WORKER, ACT_REPORT, "", true},          {WORKER, ACT_IMPORT, "", false},
        {WORKER, ACT_ADMINISTER, "", false},     {HELD_TO_TWO, ACT_READ, "wcc", true},
        {HELD_TO_TWO, ACT_READ, "rbkc", true},   {HELD_TO_TWO, ACT_READ, "lbhf", false},
        {HELD_TO_TWO, ACT_READ, "wc", false},    {HELD_TO_TWO, ACT_READ, "wcc rbkc", false},
        {HELD_TO_TWO, ACT_READ, "", false},      {HELD_TO_TWO, ACT_WRITE, "lbhf", false},
        {HELD_TO_TWO, ACT_OPEN, "", false},      {HELD_TO_TWO, ACT_OPEN, "rbkc", true},
        {HELD_TO_TWO, ACT_LIST, "", true},       {HELD_TO_TWO, ACT_LIST, "lbhf", false},
        {HELD_TO_TWO, ACT_REPORT, "", false},    {HELD_TO_TWO, ACT_REPORT, "wcc", true},
        {IMPORTER, ACT_IMPORT, "", true},        {IMPORTER, ACT_READ, "wcc", false},
        {IMPORTER, ACT_LIST, "", false},         {ROLELESS, ACT_READ, "wcc", false},
        {ROLELESS, ACT_WRITE, "wcc", false},     {ROLELESS, ACT_LIST, "", false},
        {EVERY_ROLE, ACT_WRITE, "wcc", true},    {EVERY_ROLE, ACT_IMPORT, "", false},
        {EVERY_ROLE, ACT_ADMINISTER, "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct principal principal = principal_of(rows[i].who);
        if (access_allows(&principal, rows[i].act, text_of(rows[i].area)) != rows[i].allowed) {
            fail_msg("row %zu", i);
        }
    }
}

static void an_importer_held_to_an_area_imports_into_it_alone(void **state)
{
    struct principal principal = {.user = TEXT("feed"), .areas = TEXT("wcc"), .may_import = true};
    (void)state;
    assert_false(access_allows(&principal, ACT_IMPORT, TEXT("")));
    assert_false(access_allows(&principal, ACT_IMPORT, TEXT("rbkc")));
    assert_true(access_allows(&principal, ACT_IMPORT, TEXT("wcc")));
}

static void roles_that_one_acts_in(void **state)
{
    static const struct {
        enum who who;
        const char *named;
        bool has;
        const char *roles;
        bool all;
    } rows[] = {
        {WORKER, "", true, "worker lead", false},
        {WORKER, "lead", true, "lead", false},
        {WORKER, "manager", false, "", false},
        {WORKER, "worker lead", false, "", false},
        {OPERATOR, "", true, "", true},
        {OPERATOR, "manager", true, "manager", false},
        {OPERATOR, "a b", false, "", false},
        {EVERY_ROLE, "", true, "", true},
        {EVERY_ROLE, "lead", true, "lead", false},
        {ROLELESS, "", true, "", false},
        {ROLELESS, "worker", false, "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct principal principal = principal_of(rows[i].who);
        struct text roles;
        bool all;
        bool has = access_roles(&principal, text_of(rows[i].named), &roles, &all);
        if (has != rows[i].has || (has && (all != rows[i].all || !text_is(roles, rows[i].roles)))) {
            fail_msg("row %zu", i);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_allowed),
        cmocka_unit_test(what_is_offered_to_an_area_is_read_and_answered_there),
        cmocka_unit_test(an_importer_held_to_an_area_imports_into_it_alone),
        cmocka_unit_test(roles_that_one_acts_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
