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

#define DONE                                                                                                 \
    "{\"case\":\"C-17\",\"configuration\":[\"service.engagement\",\"service.review.between\"],\"data\":{},"  \
    "\"event\":\"engage\",\"outcome\":\"done\",\"unmet\":[],\"version\":3}"

#define REFUSED                                                                                              \
    "{\"type\":\"/problems/"                                                                                 \
    "refused\",\"title\":\"Refused\",\"status\":409,\"detail\":\"x\",\"case\":\"C-17\","                     \
    "\"configuration\":[\"referral\"],\"data\":{},\"event\":\"engage\",\"outcome\":\"refused\",\"version\":" \
    "2,\"unmet\":["                                                                                          \
    "{\"code\":\"requires\",\"text\":\"The parent has not agreed.\",\"who\":\"Worker or Programme "          \
    "lead\",\"seen\":{\"consent\":\"not-asked\",\"missed\":2}},"                                             \
    "{\"code\":\"rule\",\"text\":\"Lives outside.\",\"override\":true,\"when\":\"2026-04-01\"},"             \
    "{\"code\":\"form\",\"field\":\"outcome\",\"text\":\"Say why.\"},"                                       \
    "{\"code\":\"task\",\"field\":\"tasks.call\",\"text\":\"A task is still to be done: Call.\"},"           \
    "{\"code\":\"form\",\"field\":\"tasks.call.mood\",\"text\":\"mood: An answer is needed.\"}]}"

struct sent {
    const char *words[12];
    const char *request;
};

static void words_become_requests(void **state)
{
    static const struct sent all[] = {
        {{"send", "C-17", "engage"}, "POST /v1/cases/C-17/events {\"event\":\"engage\"}\n"},
        {{"send", "C 1/ü", "e", "--dry-run"},
         "POST /v1/cases/C%201%2F%C3%BC/events?dry-run=1 {\"event\":\"e\"}\n"},
        {{"send", "C-17", "e", "a=1", "b:=1", "c:=[true,{\"d\":null}]", "n=x=y:=z", "empty="},
         "POST /v1/cases/C-17/events "
         "{\"data\":{\"a\":\"1\",\"b\":1,\"c\":[true,{\"d\":null}],\"empty\":\"\",\"n\":\"x=y:=z\"},"
         "\"event\":\"e\"}\n"},
        {{"send", "--at", "2026-03-02T10:00", "C-17", "--actor=anna", "e", "--role", "lead", "--key", "k1"},
         "POST /v1/cases/C-17/events "
         "{\"actor\":\"anna\",\"at\":\"2026-03-02T10:00\",\"event\":\"e\",\"key\":\"k1\",\"role\":\"lead\"}"
         "\n"},
        {{"send", "C-17", "e", "--of", "unborn/2", "--if-match", "7"},
         "POST /v1/cases/C-17/events {\"event\":\"e\",\"if_match\":7,\"of\":\"unborn/2\"}\n"},
        {{"send", "C-17", "e", "--override", "She knows", "--until", "2026-05-01"},
         "POST /v1/cases/C-17/events {\"event\":\"e\",\"override\":{\"reason\":\"She "
         "knows\",\"until\":\"2026-05-01\"}}\n"},
        {{"send", "C-17", "end", "--task", "call=done: by phone", "--task", "call.mood=well", "--task",
          "ring[2]=handed-on to Bea:moved: see notes"},
         "POST /v1/cases/C-17/events "
         "{\"event\":\"end\",\"tasks\":{\"call\":{\"data\":{\"mood\":\"well\"},\"how\":\"done\",\"reason\":"
         "\"by phone\"},\"ring[2]\":{\"how\":\"handed-on\",\"reason\":\"moved: see "
         "notes\",\"to\":\"Bea\"}}}\n"},
        {{"send", "C-17", "--", "--odd"}, "POST /v1/cases/C-17/events {\"event\":\"--odd\"}\n"},
        {{"allocate", "C-17", "worker-3", "--actor", "m"},
         "POST /v1/cases/C-17/events "
         "{\"actor\":\"m\",\"data\":{\"worker\":\"worker-3\"},\"event\":\"allocate\"}\n"},
        {{"allocate", "C-17", "--nobody"},
         "POST /v1/cases/C-17/events {\"data\":{\"worker\":null},\"event\":\"allocate\"}\n"},
    };
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/cases/", 200, DONE, NULL});
    for (size_t i = 0; i < count_of(all); i++) {
        const char *const *w = all[i].words;
        assert_int_equal(
            fake_run(fake, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11]), 0);
        assert_string_equal(fake_requests(fake), all[i].request);
    }
}

static void what_was_done_is_told(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/cases/", 200, DONE, NULL});
    assert_int_equal(fake_run(fake, "send", "C-17", "engage"), 0);
    assert_string_equal(fake->out_text, "done: C-17 is now in service.engagement, service.review.between.\n");
    assert_int_equal(fake_run(fake, "send", "C-17", "engage", "--json"), 0);
    assert_string_equal(fake->out_text, DONE "\n");
    assert_int_equal(fake_run(fake, "allocate", "C-17", "worker-3"), 0);
    assert_string_equal(fake->out_text, "done: worker-3 works on C-17 now.\n");
    assert_int_equal(fake_run(fake, "allocate", "C-17", "--nobody"), 0);
    assert_string_equal(fake->out_text, "done: nobody works on C-17 now.\n");
}

static void a_refusal_lists_what_is_unmet(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/cases/", 409, REFUSED, NULL});
    assert_int_equal(fake_run(fake, "send", "C-17", "engage"), 1);
    assert_string_equal(
        fake->out_text,
        "refused; C-17 stays in referral.\n"
        "  • The parent has not agreed. (consent is not-asked, missed is 2) Who can change it: Worker or "
        "Programme lead.\n"
        "  • Lives outside. Time alone changes it: from 1 April 2026. An exception may be made, with a "
        "reason.\n"
        "  • Say why. (outcome=…)\n"
        "  • A task is still to be done: Call. (--task 'call=done:REASON', or cancelled, or handed-on)\n"
        "  • mood: An answer is needed. (--task call.mood=…)\n");
    assert_int_equal(fake_run(fake, "allocate", "C-17", "w"), 1);
    assert_holds(fake->out_text, "refused; C-17 stays in referral.\n");
    assert_int_equal(fake_run(fake, "send", "C-17", "engage", "--json"), 1);
    assert_holds(fake->out_text, "\"outcome\":\"refused\"");
    assert_null(strstr(fake->out_text, "/problems/"));
    assert_null(strstr(fake->out_text, "\"detail\""));
}

static void unknown_is_1_and_failed_is_3(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"POST /v1/cases/C-1/", 422,
              "{\"case\":\"C-1\",\"configuration\":[\"a\"],\"event\":\"enage\",\"outcome\":\"unknown\","
              "\"unmet\":[]}",
              NULL},
             {"POST /v1/cases/C-2/", 500,
              "{\"case\":\"C-2\",\"configuration\":[\"a\"],\"event\":\"e\",\"outcome\":\"failed\",\"error\":"
              "\"x.yaml:3:4: it loops\"}",
              NULL},
             {"POST /v1/cases/C-3/", 412, "{\"detail\":\"C-3 has version 9 by now.\",\"version\":9}", NULL});
    assert_int_equal(fake_run(fake, "send", "C-1", "enage"), 1);
    assert_string_equal(fake->out_text, "unknown: the workflow has no event “enage”; C-1 stays in a.\n");
    assert_int_equal(fake_run(fake, "send", "C-2", "e"), 3);
    assert_string_equal(fake->out_text, "failed: x.yaml:3:4: it loops; C-2 stays in a.\n");
    assert_int_equal(fake_run(fake, "send", "C-3", "e", "--if-match", "8"), 1);
    assert_string_equal(fake->err_text, "caseway: C-3 has version 9 by now.\n");
}

#define WOULD                                                                                                \
    "\"would\":{\"to\":\"lbhf\",\"deadlines\":[{\"deadline\":\"x\",\"title\":\"Visit\",\"change\":"          \
    "\"moved\","                                                                                             \
    "\"before\":\"2026-01-01\",\"after\":\"2026-02-01\"}],\"tasks\":[{\"task\":\"t\",\"title\":\"Call\","    \
    "\"change\":"                                                                                            \
    "\"withheld\"},{\"task\":\"u\",\"change\":\"offered\"},{\"task\":\"v\",\"change\":\"assigned\"}],"       \
    "\"rules\":[{\"rule\":\"r\",\"title\":\"Can help\",\"before\":true,\"after\":false,\"why\":\"Lives "     \
    "outside.\"},"                                                                                           \
    "{\"rule\":\"s\",\"title\":\"Is near\",\"before\":false,\"after\":true}],"                               \
    "\"events\":[{\"event\":\"go\",\"title\":\"Go "                                                          \
    "on\",\"change\":\"impossible\",\"unmet\":[{\"text\":\"No.\"}]},"                                        \
    "{\"event\":\"in\",\"title\":\"Go in\",\"change\":\"possible\",\"unmet\":[]}]}"

#define WOULD_SAID                                                                                           \
    "When lbhf takes it over:\n"                                                                             \
    "  Deadline “Visit”: moves from 1 January 2026 to 1 February 2026\n"                                 \
    "  Task “Call”: cannot be added any more\n"                                                          \
    "  Task “u”: can be added\n"                                                                         \
    "  Task “v”: given to nobody\n"                                                                      \
    "  Can help: yes → no (Lives outside.)\n"                                                              \
    "  Is near: no → yes\n"                                                                                \
    "  Not possible there: go — Go on\n"                                                                   \
    "  • No.\n"                                                                                            \
    "  Possible there: in — Go in\n"

static void what_a_move_would_change_is_told_with_the_offer(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake,
        {"POST /v1/cases/C-1/", 200,
         "{\"case\":\"C-1\",\"configuration\":[\"a\"],\"event\":\"move\",\"outcome\":\"done\"," WOULD "}",
         NULL},
        {"POST /v1/cases/C-2/events", 200,
         "{\"case\":\"C-2\",\"configuration\":[\"a\"],\"event\":\"move\",\"outcome\":\"done\",\"would\":"
         "{\"to\":\"lbhf\",\"deadlines\":[],\"tasks\":[],\"rules\":[],\"events\":[]}}",
         NULL},
        {"POST /v1/cases/C-3/events", 200,
         "{\"case\":\"C-3\",\"configuration\":[\"a\"],\"event\":\"move\",\"outcome\":\"done\",\"would\":"
         "{\"to\":\"lbhf\",\"unmet\":[{\"text\":\"Not here.\"}]}}",
         NULL},
        {"GET /v1/cases/C-1/actions", 200,
         "{\"items\":[{\"event\":\"move.accepted\",\"title\":\"Take\",\"outcome\":\"done\",\"unmet\":[]"
         "," WOULD "}]}",
         NULL},
        {"GET /v1/workflows", 200, "{\"items\":[]}", NULL}, {"GET /v1/drafts", 200, "{\"items\":[]}", NULL},
        {"GET /v1/cases/C-1", 200,
         "{\"case\":\"C-1\",\"title\":\"W\",\"version\":4,\"configuration\":[\"a\"],\"tasks\":[],"
         "\"deadlines\":[],\"moving\":{\"to\":\"lbhf\",\"by\":\"ann\",\"at\":\"2026-01-05T09:00:00Z\","
         "\"reason\":\"She lives there.\"," WOULD "}}",
         NULL},
        {"GET /v1/cases/C-1/history", 200, "{\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "send", "C-1", "move"), 0);
    assert_string_equal(
        fake->out_text,
        "done: C-1 is offered to lbhf; until it is taken over, work goes on here, in a.\n" WOULD_SAID);
    assert_int_equal(fake_run(fake, "send", "C-1", "move", "--dry-run"), 0);
    assert_holds(fake->out_text, WOULD_SAID);
    assert_int_equal(fake_run(fake, "send", "C-2", "move"), 0);
    assert_holds(fake->out_text, "When lbhf takes it over, nothing changes but the area.\n");
    assert_int_equal(fake_run(fake, "send", "C-3", "move"), 0);
    assert_holds(fake->out_text, "lbhf could not take it over as things stand:\n  • Not here.\n");
    assert_int_equal(fake_run(fake, "explain", "C-1", "move.accepted"), 0);
    assert_string_equal(fake->out_text, "yes move.accepted — Take\n" WOULD_SAID);
    assert_int_equal(fake_run(fake, "show", "C-1"), 0);
    assert_holds(fake->out_text, "Offered    to lbhf on 2026-01-05 by ann: She lives there.\n");
    assert_holds(fake->out_text, "\n" WOULD_SAID);
}

static void a_move_reads_well_in_the_history(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/cases/C-1/history", 200,
                    "{\"items\":[{\"seq\":3,\"event\":\"move.declined\",\"changes\":[{\"path\":[\"moving\"],"
                    "\"before\":{\"to\":\"lbhf\"}}]},{\"seq\":2,\"event\":\"move.accepted\",\"changes\":["
                    "{\"path\":[\"area\"],\"before\":\"wcc\",\"after\":\"lbhf\"},{\"path\":[\"moving\"],"
                    "\"before\":{\"to\":\"lbhf\"}}]},{\"seq\":1,\"event\":\"move\",\"data\":{\"to\":\"lbhf\","
                    "\"reason\":\"So.\"},\"changes\":[{\"path\":[\"moving\"],\"after\":{\"to\":\"lbhf\","
                    "\"reason\":\"So.\"}}]}]}",
                    NULL});
    assert_int_equal(fake_run(fake, "history", "C-1"), 0);
    assert_string_equal(fake->out_text, "   3    move.declined\n"
                                        "      no longer offered to lbhf\n"
                                        "   2    move.accepted\n"
                                        "      area: wcc → lbhf\n"
                                        "   1    move\n"
                                        "      offered to lbhf: So.\n");
}

#define DRY                                                                                                  \
    "{\"case\":\"C-17\",\"configuration\":[\"b.c\"],\"event\":\"e\",\"outcome\":\"done\","                   \
    "\"version\":3,\"details\":{"                                                                            \
    "\"states\":{\"left\":[{\"state\":\"a\",\"title\":\"Apart\"}],\"entered\":[{\"state\":\"b\",\"title\":"  \
    "\"Both\"},{\"state\":\"b[2].c\",\"title\":\"Close\",\"of\":\"child/2\"}]},"                             \
    "\"fields\":[{\"field\":\"consent\",\"title\":\"Agreement\",\"before\":\"not-asked\",\"before_words\":"  \
    "\"Not asked\",\"after\":\"given\",\"after_words\":\"Given\"},{\"field\":\"missed\",\"after\":3},"       \
    "{\"field\":\"age\",\"computed\":true,\"before\":1}],"                                                   \
    "\"tasks\":[{\"task\":\"t\",\"title\":\"Call\",\"change\":\"opened\",\"due\":\"2026-02-01\"},"           \
    "{\"task\":\"u\",\"of\":\"child/2\",\"change\":\"assigned\",\"worker\":\"w1\"}],"                        \
    "\"deadlines\":[{\"deadline\":\"x\",\"title\":\"Visit\",\"change\":\"moved\",\"before\":\"2026-01-01\"," \
    "\"after\":\"2026-02-01T10:00:00Z\"},{\"deadline\":\"y\",\"change\":\"met-late\",\"before\":"            \
    "\"2026-01-01\"},{\"deadline\":\"z\",\"change\":\"opened\",\"after\":\"2026-03-01\"}],"                  \
    "\"messages\":[{\"message\":\"m\",\"to\":\"Lead\",\"subject\":\"Look\",\"text\":\"One.\\nTwo.\"}],"      \
    "\"told\":[{\"record\":\"P-3\",\"event\":\"open\",\"data\":{\"name\":\"A\"}}],"                          \
    "\"notes\":{\"transitions\":[{\"event\":\"e\",\"from\":\"a\",\"line\":7}],\"log\":[\"Seen.\"]}}}"

static void a_dry_run_tells_what_would_change(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/cases", 200, DRY, NULL});
    assert_int_equal(fake_run(fake, "send", "C-17", "e", "--dry-run"), 0);
    assert_string_equal(fake->out_text, "This would happen; nothing is kept.\n"
                                        "C-17 would be in b.c.\n"
                                        "  C-17 would leave “Apart”.\n"
                                        "  C-17 would enter “Both” and “Close (child/2)”.\n"
                                        "  Agreement: Not asked → Given\n"
                                        "  missed: — → 3\n"
                                        "  age: 1 → — (worked out)\n"
                                        "  Task “Call”: opened, by 1 February 2026\n"
                                        "  Task “u (child/2)”: assigned, to w1\n"
                                        "  Deadline “Visit”: moves from 1 January 2026 to 1 February 2026, "
                                        "10:00Z\n"
                                        "  Deadline “y”: met, late\n"
                                        "  Deadline “z”: set for 1 March 2026\n"
                                        "  Message to Lead: Look\n"
                                        "      One.\n"
                                        "      Two.\n"
                                        "  Makes the record P-3: name A\n"
                                        "  Taken: e of “a”, line 7\n"
                                        "  Log: Seen.\n");
    assert_int_equal(fake_run(fake, "open", "--dry-run"), 0);
    assert_string_equal(fake_requests(fake), "POST /v1/cases?dry-run=1 {}\n");
    assert_holds(fake->out_text, "This would happen; nothing is kept.\n");
    assert_int_equal(fake_run(fake, "open", "--dry-run", "--json"), 0);
    assert_holds(fake->out_text, "\"details\":{");
}

static void a_dry_run_that_is_refused_says_so(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/cases", 409, REFUSED, NULL});
    assert_int_equal(fake_run(fake, "send", "C-17", "engage", "--dry-run"), 1);
    assert_holds(fake->out_text, "This would be refused:\n  • The parent has not agreed.");
    assert_null(strstr(fake->out_text, "would happen"));
    assert_int_equal(fake_run(fake, "open", "--dry-run"), 1);
    assert_holds(fake->out_text, "This would be refused:\n");
}

static void a_new_case_is_told_with_what_is_due(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"POST /v1/cases", 201,
              "{\"case\":\"C-18\",\"configuration\":[\"referral\"],\"event\":\"open\",\"outcome\":\"done\","
              "\"version\":1}",
              NULL},
             {"GET /v1/cases/C-18/deadlines", 200,
              "{\"items\":[{\"deadline\":\"meet\",\"title\":\"Meet\",\"due\":\"2026-01-20\",\"open\":true},"
              "{\"deadline\":\"decide\",\"title\":\"Decide\",\"due\":\"2026-01-06T17:30:00Z\",\"open\":true},"
              "{\"deadline\":\"met\",\"title\":\"Met\",\"due\":\"2026-01-01\",\"open\":false}]}",
              NULL});
    assert_int_equal(
        fake_run(fake, "open", "--workflow", "w", "--area", "wcc", "--case", "C-18", "route=self"), 0);
    assert_string_equal(
        fake_requests(fake),
        "POST /v1/cases "
        "{\"area\":\"wcc\",\"case\":\"C-18\",\"data\":{\"route\":\"self\"},\"workflow\":\"w\"}\n"
        "GET /v1/cases/C-18/deadlines\n");
    assert_string_equal(fake->out_text,
                        "done: C-18 is now in referral.\nDue next: Decide, by 2026-01-06 17:30Z.\n");
    assert_int_equal(fake_run(fake, "open", "--json"), 0);
    assert_string_equal(fake_requests(fake), "POST /v1/cases {}\n");
}

static void what_a_case_holds_cannot_steer_a_terminal(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"POST /v1/cases/", 409,
                    "{\"case\":\"C-1\",\"outcome\":\"refused\",\"unmet\":[{\"text\":\"a\\u001b["
                    "31mb\\u009bc\\u007fd\\ne\"}]}",
                    NULL});
    assert_int_equal(fake_run(fake, "send", "C-1", "e"), 1);
    assert_string_equal(fake->out_text, "refused.\n  • a?[31mb?c?d e\n");
}

static void what_moves_no_state_is_told_as_what_it_is(void **state)
{
    static const struct {
        const char *event, *more, *said, *dry;
    } all[] = {
        {"merge", ",\"merged_into\":\"C-1\"", "done: C-9 is merged into C-1; work goes on there.\n",
         "C-9 would be merged into C-1; work goes on there.\n"},
        {"unmerge", "", "done: C-9 is a record of its own again, in a.\n",
         "C-9 would be a record of its own again, in a.\n"},
        {"move.accepted", "", "done: C-9 is taken over, in a.\n", "C-9 would be taken over, in a.\n"},
        {"move.declined", "", "done: C-9 is not on offer any more, in a.\n",
         "not on offer any more, in a.\n"},
        {"move.withdrawn", "", "done: C-9 is not on offer any more, in a.\n",
         "not on offer any more, in a.\n"},
        {"link", "", "done: C-9 is linked, and still in a.\n", "would be linked, and still in a.\n"},
        {"unlink", "", "done: C-9 is no longer linked to it, and still in a.\n", "no longer linked"},
        {"undo", ",\"merged_into\":\"C-1\"", "done: C-9 is now in a.\n", "C-9 would be in a.\n"},
    };
    struct fake *fake = *state;
    for (size_t i = 0; i < count_of(all); i++) {
        char answer[200];
        snprintf(answer, sizeof answer,
                 "{\"case\":\"C-9\",\"configuration\":[\"a\"],\"event\":\"%s\",\"outcome\":\"done\"%s}",
                 all[i].event, all[i].more);
        const struct canned canned = {"POST /v1/cases/C-9/events", 200, answer, NULL};
        fake->canned = &canned;
        fake->canned_count = 1;
        assert_int_equal(fake_run(fake, "send", "C-9", all[i].event), 0);
        assert_string_equal(fake->out_text, all[i].said);
        assert_int_equal(fake_run(fake, "send", "C-9", all[i].event, "--dry-run"), 0);
        assert_holds(fake->out_text, all[i].dry);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_become_requests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_done_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_moves_no_state_is_told_as_what_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_lists_what_is_unmet, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_move_would_change_is_told_with_the_offer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_move_reads_well_in_the_history, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_is_1_and_failed_is_3, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dry_run_tells_what_would_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dry_run_that_is_refused_says_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_new_case_is_told_with_what_is_due, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_case_holds_cannot_steer_a_terminal, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
