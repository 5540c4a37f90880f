/* `draft`, `drafts` and `send --draft`: what is asked of the door, and what is said. */
#include "support.h"

static int set_up(void **state)
{
    static struct fake fake;
    fake_init(&fake);
    *state = &fake;
    return 0;
}

static int tear_down(void **state)
{
    fake_deinit(*state);
    return 0;
}

#define DRAFT                                                                                                \
    "{\"begun_on\":3,\"case\":\"C-1\",\"data\":{\"a\":\"1\",\"b\":true},\"event\":\"e\","                    \
    "\"note\":\"The task is not open.\",\"of\":\"x/1\",\"saved\":\"2026-01-05T09:00:00Z\","                  \
    "\"title\":\"Event\",\"unknown\":[\"b\"],\"version\":4}"
#define NONE "{\"type\":\"/problems/not-found\",\"detail\":\"You have no draft.\"}"

static void answers_go_over_what_is_there(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET ", 200, DRAFT, NULL}, {"PUT ", 200, DRAFT, NULL});
    assert_int_equal(fake_run(fake, "draft", "C-1", "e", "--of", "x/1", "b:=null", "c=2", "a="), 0);
    assert_string_equal(fake_requests(fake), "GET /v1/cases/C-1/drafts/e?of=x%2F1\n"
                                             "PUT /v1/cases/C-1/drafts/e?of=x%2F1 "
                                             "{\"data\":{\"a\":\"\",\"c\":\"2\"}}\n");
    assert_string_equal(fake->out_text, "kept: a draft of C-1, e (x/1), with 2 answers.\n"
                                        "The task is not open. The draft is kept.\n"
                                        "b is not asked for here; it is kept all the same.\n");
}

static void the_first_answers_begin_one(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET ", 404, NONE, NULL}, {"PUT ", 200, DRAFT, NULL});
    assert_int_equal(fake_run(fake, "draft", "C-1", "e", "c=2", "--json"), 0);
    assert_string_equal(fake_requests(fake), "GET /v1/cases/C-1/drafts/e\n"
                                             "PUT /v1/cases/C-1/drafts/e {\"data\":{\"c\":\"2\"}}\n");
    assert_string_equal(fake->out_text, DRAFT "\n");
}

static void nothing_is_kept_over_what_cannot_be_read(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET ", 500, "{\"detail\":\"It broke.\"}", NULL});
    assert_int_equal(fake_run(fake, "draft", "C-1", "e", "c=2"), 3);
    assert_string_equal(fake->err_text, "caseway: It broke.\n");
}

static void one_is_shown(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/cases/C-1/drafts/e", 200, DRAFT, NULL}, {"GET ", 404, NONE, NULL});
    assert_int_equal(fake_run(fake, "draft", "C-1", "e"), 0);
    assert_string_equal(fake->out_text,
                        "C-1, e (x/1) — Event\n"
                        "Saved 2026-01-05 09:00Z; begun on version 3, and the case is at 4 now.\n"
                        "The task is not open. The draft is kept.\n"
                        "b is not asked for here; it is kept all the same.\n"
                        "  a: 1\n"
                        "  b: yes\n");
    assert_int_equal(fake_run(fake, "draft", "C-1", "f"), 1);
    assert_string_equal(fake->err_text, "caseway: You have no draft.\n");
}

static void one_is_thrown_away(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"DELETE /v1/cases/C-1/drafts/e", 204, "", NULL}, {"DELETE ", 404, NONE, NULL});
    assert_int_equal(fake_run(fake, "draft", "C-1", "e", "--discard"), 0);
    assert_string_equal(fake->out_text, "The draft is thrown away.\n");
    assert_int_equal(fake_run(fake, "draft", "C-1", "f", "--discard"), 1);
    assert_int_equal(fake_run(fake, "draft", "C-1", "e", "a=1", "--discard"), 2);
}

static void all_are_listed(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/drafts", 200, "{\"items\":[" DRAFT "]}", NULL});
    assert_int_equal(fake_run(fake, "drafts"), 0);
    assert_string_equal(fake->out_text,
                        "SAVED              CASE  EVENT  ITEM  TITLE  NOTE\n"
                        "2026-01-05 09:00Z  C-1   e      x/1   Event  The task is not open.\n");
    fake_can(fake, {"GET /v1/drafts", 200, "{\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "drafts"), 0);
    assert_string_equal(fake->out_text, "You have no draft.\n");
}

static void one_is_sent(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/cases/C-1/drafts/e", 200, DRAFT, NULL}, {"GET ", 404, NONE, NULL},
             {"POST ", 200, "{\"case\":\"C-1\",\"outcome\":\"done\",\"configuration\":[]}", NULL});
    assert_int_equal(fake_run(fake, "send", "C-1", "e", "--draft", "--of", "x/1", "a=9", "b:=null"), 0);
    assert_string_equal(fake_requests(fake),
                        "GET /v1/cases/C-1/drafts/e?of=x%2F1\n"
                        "POST /v1/cases/C-1/events "
                        "{\"data\":{\"a\":\"9\",\"b\":null},\"event\":\"e\",\"of\":\"x/1\"}\n");
    assert_int_equal(fake_run(fake, "send", "C-1", "f", "--draft"), 1);
    assert_string_equal(fake->err_text, "caseway: You have no draft.\n");
    assert_string_equal(fake_requests(fake), "GET /v1/cases/C-1/drafts/f\n");
}

int main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH(answers_go_over_what_is_there),
        WITH(the_first_answers_begin_one),
        WITH(nothing_is_kept_over_what_cannot_be_read),
        WITH(one_is_shown),
        WITH(one_is_thrown_away),
        WITH(all_are_listed),
        WITH(one_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
