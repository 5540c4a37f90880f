/* Users and tokens in a store: kept, known again by their tokens, and never told by what is kept. */
#include "access/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct site {
    struct store *store;
    struct arena arena;
    struct random_seeded seeded;
    struct random random;
    struct error error;
};

static int site_open(void **state)
{
    static struct site site;
    memset(&site, 0, sizeof site);
    arena_init(&site.arena);
    site.random = random_of_seed(&site.seeded, 7);
    *state = &site;
    return store_open_memory(&site.store, &site.error) == STATUS_OK ? 0 : -1;
}

static int site_close(void **state)
{
    struct site *site = *state;
    store_close(site->store);
    arena_deinit(&site->arena);
    return 0;
}

static enum status keep(struct site *site, const struct user *user)
{
    const struct store_api *api = site->store->api;
    assert_int_equal(api->begin(site->store, &site->error), STATUS_OK);
    enum status status = access_keep_user(site->store, &site->arena, user, &site->error);
    assert_int_equal(api->commit(site->store, NULL), STATUS_OK);
    return status;
}

static enum status make_token(struct site *site, const char *user, struct text *token)
{
    const struct store_api *api = site->store->api;
    assert_int_equal(api->begin(site->store, &site->error), STATUS_OK);
    enum status status =
        access_new_token(site->store, &site->arena, &site->random, text_of(user), token, &site->error);
    assert_int_equal(api->commit(site->store, NULL), STATUS_OK);
    return status;
}

static const struct user ann = {.name = {"ann", 3},
                                .title = {"Ann Example", 11},
                                .roles = {"worker lead", 11},
                                .areas = {"wcc rbkc", 8},
                                .may_import = true};

static void a_token_tells_who_holds_it(void **state)
{
    struct site *site = *state;
    struct text token;
    struct principal principal;
    assert_int_equal(keep(site, &ann), STATUS_OK);
    assert_int_equal(make_token(site, "ann", &token), STATUS_OK);
    assert_true(text_starts(token, TEXT("caseway_")) && token.size > 40);
    assert_int_equal(access_by_token(site->store, &site->arena, token, &principal, &site->error), STATUS_OK);
    assert_true(text_is(principal.user, "ann") && text_is(principal.roles, "worker lead"));
    assert_true(text_is(principal.areas, "wcc rbkc") && principal.may_import);
    assert_false(principal.operator_ || principal.all_roles);
}

static void a_user_may_hold_two_tokens_and_every_role(void **state)
{
    struct site *site = *state;
    struct text first, second;
    struct principal principal;
    struct user user = {.name = TEXT("bea"), .roles = TEXT("*")};
    assert_int_equal(keep(site, &user), STATUS_OK);
    assert_int_equal(make_token(site, "bea", &first), STATUS_OK);
    assert_int_equal(make_token(site, "bea", &second), STATUS_OK);
    assert_false(text_equal(first, second));
    assert_int_equal(access_by_token(site->store, &site->arena, first, &principal, NULL), STATUS_OK);
    assert_int_equal(access_by_token(site->store, &site->arena, second, &principal, NULL), STATUS_OK);
    assert_true(principal.all_roles && principal.roles.size == 0 && !principal.may_import);
}

static void other_tokens_are_nobodys(void **state)
{
    struct site *site = *state;
    struct text token;
    struct principal principal;
    char long_one[5000];
    memset(long_one, 'x', sizeof long_one);
    assert_int_equal(keep(site, &ann), STATUS_OK);
    assert_int_equal(make_token(site, "ann", &token), STATUS_OK);
    struct text others[] = {
        TEXT(""), TEXT("caseway_"), text_part(token, 0, token.size - 1), {long_one, sizeof long_one}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_int_equal(access_by_token(site->store, &site->arena, others[i], &principal, &site->error),
                         STATUS_DENIED);
    }
}

static void what_is_kept_does_not_tell_the_token(void **state)
{
    struct site *site = *state;
    struct text token;
    struct json values;
    assert_int_equal(keep(site, &ann), STATUS_OK);
    assert_int_equal(make_token(site, "ann", &token), STATUS_OK);
    assert_int_equal(site->store->api->values(site->store, &site->arena, TEXT("token"), &values, NULL),
                     STATUS_OK);
    assert_int_equal(values.count, 1);
    assert_null(json_get(&values, token));
    assert_true(text_is(json_text(&values.members[0].value), "ann"));
}

static void a_token_needs_its_user(void **state)
{
    struct site *site = *state;
    struct text token = {0};
    assert_int_equal(make_token(site, "nobody", &token), STATUS_NOT_FOUND);
    assert_int_equal(token.size, 0);
    assert_non_null(strstr(site->error.message, "nobody"));
}

static void a_user_kept_again_is_changed(void **state)
{
    struct site *site = *state;
    struct text token;
    struct principal principal;
    struct user changed = {.name = TEXT("ann"), .roles = TEXT("worker")};
    assert_int_equal(keep(site, &ann), STATUS_OK);
    assert_int_equal(make_token(site, "ann", &token), STATUS_OK);
    assert_int_equal(keep(site, &changed), STATUS_OK);
    assert_int_equal(access_by_token(site->store, &site->arena, token, &principal, NULL), STATUS_OK);
    assert_true(text_is(principal.roles, "worker") && principal.areas.size == 0 && !principal.may_import);
}

static void names_that_are_not_names(void **state)
{
    struct site *site = *state;
    char long_name[ACCESS_NAME_LIMIT + 1];
    memset(long_name, 'a', sizeof long_name);
    struct user users[] = {
        {.name = TEXT("")},
        {.name = TEXT("ann bee")},
        {.name = TEXT("ann\n")},
        {.name = TEXT("\xff")},
        {.name = {long_name, sizeof long_name}},
        {.name = TEXT("ann"), .roles = TEXT("worker  lead")},
        {.name = TEXT("ann"), .roles = TEXT(" worker")},
        {.name = TEXT("ann"), .areas = TEXT("wcc,rbkc\tlbhf")},
        {.name = TEXT("ann"), .title = TEXT("\xc3")},
    };
    for (size_t i = 0; i < sizeof users / sizeof *users; i++) {
        assert_int_equal(keep(site, &users[i]), STATUS_INVALID);
    }
    users[4].name.size--;
    assert_int_equal(keep(site, &users[4]), STATUS_OK);
}

static void the_table_knows_what_the_store_knows(void **state)
{
    struct site *site = *state;
    struct access_table table;
    struct text ann_token, bea_token;
    struct principal principal;
    struct user bea = {.name = TEXT("bea"), .roles = TEXT("*")};
    assert_int_equal(keep(site, &ann), STATUS_OK);
    assert_int_equal(keep(site, &bea), STATUS_OK);
    assert_int_equal(make_token(site, "ann", &ann_token), STATUS_OK);
    assert_int_equal(make_token(site, "bea", &bea_token), STATUS_OK);
    assert_int_equal(access_table_load(site->store, &site->arena, &table, &site->error), STATUS_OK);
    assert_true(access_table_find(&table, &site->arena, ann_token, &principal));
    assert_true(text_is(principal.user, "ann") && text_is(principal.areas, "wcc rbkc"));
    assert_true(access_table_find(&table, &site->arena, bea_token, &principal));
    assert_true(text_is(principal.user, "bea") && principal.all_roles);
    assert_false(access_table_find(&table, &site->arena, TEXT("caseway_other"), &principal));
    assert_false(access_table_find(&table, &site->arena, TEXT(""), &principal));
}

static void a_damaged_user_is_said_to_be(void **state)
{
    struct site *site = *state;
    struct access_table table;
    struct text token;
    struct principal principal;
    assert_int_equal(keep(site, &ann), STATUS_OK);
    assert_int_equal(make_token(site, "ann", &token), STATUS_OK);
    const struct store_api *api = site->store->api;
    assert_int_equal(api->begin(site->store, NULL), STATUS_OK);
    assert_int_equal(api->set_value(site->store, TEXT("user"), TEXT("ann"), TEXT("[]"), NULL), STATUS_OK);
    assert_int_equal(api->commit(site->store, NULL), STATUS_OK);
    assert_int_equal(access_table_load(site->store, &site->arena, &table, &site->error), STATUS_CORRUPT);
    assert_int_equal(access_by_token(site->store, &site->arena, token, &principal, &site->error),
                     STATUS_CORRUPT);
    assert_non_null(strstr(site->error.message, "ann"));
}

int main(void)
{
#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, site_open, site_close)
    const struct CMUnitTest tests[] = {
        WITH_SITE(a_token_tells_who_holds_it),   WITH_SITE(a_user_may_hold_two_tokens_and_every_role),
        WITH_SITE(other_tokens_are_nobodys),     WITH_SITE(what_is_kept_does_not_tell_the_token),
        WITH_SITE(a_token_needs_its_user),       WITH_SITE(a_user_kept_again_is_changed),
        WITH_SITE(names_that_are_not_names),     WITH_SITE(the_table_knows_what_the_store_knows),
        WITH_SITE(a_damaged_user_is_said_to_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
