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

#define ANSWER(reference, event, outcome)                                                                    \
    "{\"case\":\"" reference "\",\"event\":\"" event "\",\"line\":1,\"outcome\":\"" outcome                  \
    "\",\"version\":1}\n"

static void lines_are_counted_by_what_became_of_them(void **state)
{
    struct fake *fake = *state;
    fake_has(
        fake,
        {"f.jsonl",
         "{\"event\":\"open\"}\n\n{\"event\":\"e\"}\r\nno json \xFF\n{\"event\":\"e\"}\n{\"event\":\"e\"}"});
    fake_can(
        fake,
        {"POST /v1/import", 200,
         ANSWER("C-1", "open", "done") ANSWER(
             "C-1", "e",
             "done") "{\"event\":null,\"line\":3,\"outcome\":\"failed\",\"error\":\"the line is not JSON\"}\n"
                     "{\"case\":\"C-1\",\"event\":\"e\",\"line\":4,\"outcome\":\"refused\",\"unmet\":[{"
                     "\"text\":\"Not yet.\"},{\"text\":\"Nor that.\"}]}\n"
                     "{\"case\":\"C-1\",\"event\":\"e\",\"line\":5,\"outcome\":\"done\",\"repeated\":true}\n",
         NULL});
    assert_int_equal(fake_run(fake, "import", "f.jsonl"), 1);
    assert_string_equal(fake_requests(fake), "POST /v1/import {\"event\":\"open\"}\n{\"event\":\"e\"}\nno "
                                             "json \xFF\n{\"event\":\"e\"}\n{\"event\":\"e\"}\n\n"
                                             "write f.jsonl.refused.jsonl\n");
    assert_string_equal(fake->out_text, "5 lines, 3 done, 1 failed, 1 refused (1 of them done before).\n"
                                        "Done, by event:\n"
                                        "       2  e\n"
                                        "       1  open\n"
                                        "Not done, and why:\n"
                                        "       1  the line is not JSON\n"
                                        "       1  Not yet.\n"
                                        "       1  Nor that.\n"
                                        "2 lines were set aside in f.jsonl.refused.jsonl.\n");
    assert_string_equal(fake->written_text,
                        "{\"answer\":{\"error\":\"the line is not "
                        "JSON\",\"event\":null,\"outcome\":\"failed\"},\"line\":4,\"text\":\"no json ?\"}\n"
                        "{\"answer\":{\"case\":\"C-1\",\"event\":\"e\",\"outcome\":\"refused\",\"unmet\":[{"
                        "\"text\":\"Not yet.\"},{\"text\":\"Nor that.\"}]},"
                        "\"command\":{\"event\":\"e\"},\"line\":5}\n");
    assert_string_equal(fake->err_text, "");
}

static void when_all_is_done_nothing_is_set_aside(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/import", 200, ANSWER("C-1", "open", "done"), NULL});
    assert_int_equal(fake_run_input(fake, "{}\n", "import", "-", "--json", NULL), 0);
    assert_string_equal(fake_requests(fake), "POST /v1/import {}\n\n");
    assert_string_equal(fake->out_text, "{\"events\":{\"open\":1},\"lines\":1,\"outcomes\":{\"done\":1},"
                                        "\"reasons\":{},\"repeated\":0,\"set_aside\":0}\n");
    assert_int_equal(fake_run(fake, "import", "-"), 0);
    assert_string_equal(fake->out_text, "0 lines.\n");
    assert_string_equal(fake_requests(fake), "");
}

static void chunks_are_as_large_as_said(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/import", 200, ANSWER("C-1", "e", "done"), NULL});
    assert_int_equal(fake_run_input(fake, "1\n2\n3\n", "import", "-", "--batch", "1", NULL), 0);
    assert_string_equal(fake_requests(fake),
                        "POST /v1/import 1\n\nPOST /v1/import 2\n\nPOST /v1/import 3\n\n");
    assert_holds(fake->out_text, "3 lines, 3 done.\n");
}

static void a_chunk_has_512_lines_at_most(void **state)
{
    struct fake *fake = *state;
    struct buffer input, answers;
    buffer_init(&input, &fake->arena);
    buffer_init(&answers, &fake->arena);
    for (int i = 0; i < 512; i++) {
        buffer_string(&input, "{}\n{}\n");
        buffer_string(&answers, ANSWER("C-1", "e", "done"));
    }
    buffer_byte(&input, '\0');
    buffer_byte(&answers, '\0');
    struct canned canned[] = {{"POST /v1/import", 200, answers.at, NULL}};
    fake->canned = canned;
    fake->canned_count = 1;
    assert_int_equal(fake_run_input(fake, input.at, "import", "-", NULL), 0);
    assert_holds(fake->out_text, "1024 lines, 1024 done.\n");
}

static void a_replay_ends_for_every_case_that_it_touched(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"POST /v1/import?clock=replay", 200,
              ANSWER("C-1", "open", "done") ANSWER("C-2", "open", "done")
                  ANSWER("C-1", "e", "done") "{\"case\":\"C-3\",\"event\":\"e\",\"outcome\":\"failed\"}\n",
              NULL},
             {"POST /v1/import?finish=1&until=2026-05-01", 200, ANSWER("C-1", "x", "done"), NULL});
    assert_int_equal(fake_run_input(fake, "1\n2\n3\n4\n", "import", "-", "--clock", "replay", "--until",
                                    "2026-05-01", "--set-aside", "bad.jsonl", NULL),
                     1);
    assert_string_equal(
        fake_requests(fake),
        "POST /v1/import?clock=replay 1\n2\n3\n4\n\n"
        "write bad.jsonl\n"
        "POST /v1/import?finish=1&until=2026-05-01 {\"case\":\"C-1\"}\n{\"case\":\"C-2\"}\n\n");
}

static void answers_that_do_not_fit_the_lines_are_a_failure(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/import", 200, ANSWER("C-1", "open", "done"), NULL});
    assert_int_equal(fake_run_input(fake, "1\n2\n", "import", "-", NULL), 3);
    assert_holds(fake->err_text, "caseway: 2 lines were sent and 1 answered");
    fake_can(fake, {"POST /v1/import", 503, "{\"detail\":\"Too busy.\"}", NULL});
    assert_int_equal(fake_run_input(fake, "1\n", "import", "-", NULL), 3);
    assert_holds(fake->err_text, "caseway: Too busy.\n");
    assert_int_equal(fake_run(fake, "import", "none.jsonl"), 3);
    assert_holds(fake->err_text, "none.jsonl cannot be read: No such file or directory");
}

static void a_terminal_sees_how_far_it_is(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/import", 200, ANSWER("C-1", "e", "done"), NULL});
    fake->host.err_is_terminal = true;
    assert_int_equal(fake_run_input(fake, "1\n2\n", "import", "-", "--batch", "1", NULL), 0);
    assert_holds(fake->err_text, "%  1 lines, 0 a second");
    assert_true(text_ends(text_of(fake->err_text), TEXT("\r\033[K")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_are_counted_by_what_became_of_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(when_all_is_done_nothing_is_set_aside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(chunks_are_as_large_as_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_chunk_has_512_lines_at_most, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_replay_ends_for_every_case_that_it_touched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(answers_that_do_not_fit_the_lines_are_a_failure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_terminal_sees_how_far_it_is, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
