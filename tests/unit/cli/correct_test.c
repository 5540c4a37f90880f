/* Putting right: the commands, what they send, what they say followed; and how the history tells it. */
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

#define DONE "{\"outcome\":\"done\",\"case\":\"C-1\",\"configuration\":[\"a\"],\"version\":8,\"unmet\":[]}"
#define ENTRY                                                                                                \
    "{\"seq\":8,\"event\":\"correct\",\"title\":\"correct\",\"happened\":\"2026-03-02T10:00:00Z\","          \
    "\"recorded\":\"2026-03-02T10:00:00Z\",\"actor\":\"ann\",\"data\":{\"entry\":4,\"reason\":\"Misread\"}," \
    "\"notes\":{\"corrects\":4,\"follows\":{\"messages\":[\"welcome\",\"letter\"]},"                         \
    "\"let_go\":[{\"entry\":6,\"event\":\"visit\",\"why\":\"Nobody was there.\"}]},"                         \
    "\"changes\":[{\"path\":[\"data\",\"visits\"],\"before\":3,\"after\":0}]}"
#define FOLLOWS                                                                                              \
    "      entry 4 was made in error: Misread\n"                                                             \
    "      let go: entry 6 (visit), which would not have been possible: Nobody was there.\n"                 \
    "      sent already, and not to be called back: welcome, letter\n"                                       \
    "      visits: 3 → 0\n"

static void what_is_sent(void **state)
{
    static const struct {
        const char *words[12], *request;
    } all[] = {
        {{"correct", "C-1", "4", "--reason", "Misread"},
         "POST /v1/cases/C-1/events {\"data\":{\"entry\":4,\"reason\":\"Misread\"},\"event\":\"correct\"}\n"},
        {{"correct", "C-1", "4", "visits:=5", "who=ann", "--at", "2026-03-02", "--reason", "Misread"},
         "POST /v1/cases/C-1/events {\"data\":{\"at\":\"2026-03-02\",\"data\":{\"visits\":5,\"who\":\"ann\"},"
         "\"entry\":4,\"reason\":\"Misread\"},\"event\":\"correct\"}\n"},
        {{"correct", "C-1", "4", "--to", "C-9", "--override", "Yes", "--dry-run", "--if-match", "7"},
         "POST /v1/cases/C-1/events?dry-run=1 {\"data\":{\"entry\":4,\"to\":\"C-9\"},\"event\":\"correct\","
         "\"if_match\":7,\"override\":{\"reason\":\"Yes\"}}\n"},
        {{"undo", "C-1", "--reason", "Too soon", "--actor", "ann"},
         "POST /v1/cases/C-1/events {\"actor\":\"ann\",\"data\":{\"reason\":\"Too "
         "soon\"},\"event\":\"undo\"}\n"},
        {{"undo", "C-1"}, "POST /v1/cases/C-1/events {\"event\":\"undo\"}\n"},
    };
    struct fake *fake = *state;
    fake_can(fake, {"POST /", 200, DONE, NULL}, {"GET /", 200, "{\"items\":[]}", NULL});
    for (size_t i = 0; i < count_of(all); i++) {
        const char *const *w = all[i].words;
        assert_int_equal(
            fake_run(fake, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11]), 0);
        assert_true(text_starts(text_of(fake_requests(fake)), text_of(all[i].request)));
    }
    assert_int_equal(fake_run(fake, "correct", "C-1", "first"), 2);
    assert_holds(fake->err_text, "`caseway history C-1` tells their numbers");
    assert_int_equal(fake_run(fake, "correct", "C-1", "0"), 2);
}

static void what_followed_is_said(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"POST /v1/cases/C-1/events?dry-run=1", 200,
              "{\"outcome\":\"done\",\"case\":\"C-1\",\"configuration\":[\"a\"],\"unmet\":[],"
              "\"details\":{\"notes\":{\"corrects\":4},\"changes\":[{\"path\":[\"worker\"],"
              "\"before\":\"ann\"}]}}",
              NULL},
             {"POST /v1/cases/C-1/events", 200, DONE, NULL},
             {"GET /v1/cases/C-1/history", 200, "{\"items\":[{\"seq\":9,\"changes\":[]}," ENTRY "]}", NULL});
    assert_int_equal(fake_run(fake, "correct", "C-1", "4", "--reason", "Misread"), 0);
    assert_string_equal(fake->out_text, "done: C-1 is now in a.\n" FOLLOWS);
    assert_int_equal(fake_run(fake, "correct", "C-1", "4", "--reason", "Misread", "--dry-run"), 0);
    assert_holds(fake->out_text, "This would happen; nothing is kept.\n");
    assert_holds(fake->out_text, "      entry 4 was made in error: Misread\n");
    assert_holds(fake->out_text, "C-1 would be in a.\n");
    assert_null(strstr(fake_requests(fake), "GET"));
    assert_int_equal(fake_run(fake, "correct", "C-1", "4", "--reason", "Misread", "--json"), 0);
    assert_true(text_starts(text_of(fake->out_text), TEXT("{\"case\":\"C-1\"")));
}

static void a_way_out_of_a_refusal(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake,
        {"POST /v1/cases/C-1/events", 409,
         "{\"outcome\":\"refused\",\"case\":\"C-1\",\"configuration\":[\"a\"],\"unmet\":[{\"code\":"
         "\"story\",\"text\":\"Entry 6 (visit) would not have been possible: No.\",\"override\":"
         "true}]}",
         NULL},
        {"POST /v1/cases/C-2/events", 409,
         "{\"outcome\":\"refused\",\"case\":\"C-2\",\"unmet\":[{\"code\":\"not-now\",\"text\":\"No.\"}]}",
         NULL});
    assert_int_equal(fake_run(fake, "undo", "C-1"), 1);
    assert_holds(fake->out_text, "With --override REASON such entries are let go");
    assert_int_equal(fake_run(fake, "undo", "C-2"), 1);
    assert_null(strstr(fake->out_text, "--override"));
}

static void the_history_tells_it(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/cases/C-1/history", 200,
              "{\"items\":[" ENTRY ","
              "{\"seq\":5,\"event\":\"visit\",\"happened\":\"2026-03-02T10:00:00Z\",\"actor\":\"ann\","
              "\"corrected\":{\"by\":7,\"out\":true,\"moved\":\"C-9\",\"reason\":\"The wrong file\"}},"
              "{\"seq\":4,\"event\":\"visit\",\"happened\":\"2026-03-02T10:00:00Z\",\"actor\":\"ann\","
              "\"data\":{\"visits\":3},\"corrected\":{\"by\":8,\"out\":true,\"reason\":\"Misread\"},"
              "\"changes\":[{\"path\":[\"data\",\"visits\"],\"after\":3}]},"
              "{\"seq\":3,\"event\":\"visit\",\"happened\":\"2026-03-02T10:00:00Z\",\"moved_from\":{\"case\":"
              "\"C-9\",\"seq\":12},\"data\":{\"visits\":1},\"corrected\":{\"by\":6,\"out\":false,"
              "\"data\":{\"visits\":2,\"who\":\"bo\"},\"happened\":\"2026-03-01T09:00:00Z\"},"
              "\"changes\":[{\"path\":[\"data\",\"visits\"],\"after\":1}]},"
              "{\"seq\":2,\"event\":\"visit\",\"happened\":\"2026-03-02T10:00:00Z\",\"moved_from\":{}}]}",
              NULL});
    assert_int_equal(fake_run(fake, "history", "C-1"), 0);
    assert_string_equal(fake->out_text,
                        "   8  2026-03-02 10:00Z  correct, ann\n" FOLLOWS
                        "   5  2026-03-02 10:00Z  visit, ann (belongs to C-9, see 7: The wrong file)\n"
                        "   4  2026-03-02 10:00Z  visit, ann (made in error, see 8: Misread)\n"
                        "      visits: 3\n"
                        "   3  2026-03-02 10:00Z  visit (put right since, see 6)\n"
                        "      moved here from C-9, see 12 there\n"
                        "      visits: 1, rightly 2 (see 6)\n"
                        "      who: —, rightly bo (see 6)\n"
                        "      it happened, rightly, at 2026-03-01 09:00Z (see 6)\n"
                        "      visits: 1\n"
                        "   2  2026-03-02 10:00Z  visit\n"
                        "      moved here from another case\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_sent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_followed_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_way_out_of_a_refusal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_history_tells_it, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
