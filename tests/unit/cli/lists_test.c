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

struct asked {
    const char *words[12];
    const char *request;
};

static void words_become_queries(void **state)
{
    static const struct asked all[] = {
        {{"list"}, "GET /v1/cases?limit=100\n"},
        {{"list", "Anna B.", "--state", "service.review", "--area", "wcc", "--worker", "w", "--due",
          "2 weeks", "--closed"},
         "GET "
         "/v1/cases?state=service.review&area=wcc&worker=w&due=2%20weeks&closed=1&q=Anna%20B.&limit=100\n"},
        {{"list", "--workflow", "person", "--json"}, "GET /v1/cases?workflow=person&limit=500\n"},
        {{"list", "--limit", "7"}, "GET /v1/cases?limit=7\n"},
        {{"list", "--all"}, "GET /v1/cases?limit=500\n"},
        {{"tasks", "--role", "lead", "--worker", "w"}, "GET /v1/tasks?worker=w&role=lead&limit=100\n"},
        {{"tasks", "C-1"}, "GET /v1/cases/C-1/tasks\n"},
        {{"deadlines", "--overdue", "--within", "P2W"}, "GET /v1/deadlines?within=P2W&overdue=1&limit=100\n"},
        {{"deadlines", "C-1", "--json"}, "GET /v1/cases/C-1/deadlines\n"},
        {{"history", "C-1"}, "GET /v1/cases/C-1/history?limit=100\n"},
        {{"explain", "C-1", "--role", "lead"}, "GET /v1/cases/C-1/actions?role=lead\n"},
        {{"explain", "C-1", "--if", "a=b", "--if", "c=1 2"},
         "GET /v1/cases/C-1/actions?if=a%3Db&if=c%3D1%202\n"},
    };
    struct fake *fake = *state;
    fake_can(fake, {"GET /", 200, "{\"case\":\"C-1\",\"items\":[]}", NULL});
    for (size_t i = 0; i < count_of(all); i++) {
        const char *const *w = all[i].words;
        assert_int_equal(
            fake_run(fake, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11]), 0);
        assert_string_equal(fake_requests(fake), all[i].request);
    }
}

static void a_list_is_a_table_without_empty_columns(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake,
        {"GET /v1/cases", 200,
         "{\"items\":[{\"case\":\"C-1\",\"state\":\"a "
         "b.c\",\"worker\":\"Zoë\",\"due\":\"2026-03-02T10:30:00Z\",\"opened\":\"2026-01-05T09:00:00Z\"},"
         "{\"case\":\"C-100\",\"state\":\"a\",\"opened\":\"2026-01-06T09:00:00Z\"}]}",
         NULL});
    assert_int_equal(fake_run(fake, "list"), 0);
    assert_string_equal(fake->out_text, "CASE   STATE  WORKER  NEXT               OPENED\n"
                                        "C-1    a b.c  Zoë     2026-03-02 10:30Z  2026-01-05\n"
                                        "C-100  a                                 2026-01-06\n");
    assert_int_equal(fake_run(fake, "list", "--json"), 0);
    assert_string_equal(fake->out_text,
                        "{\"case\":\"C-1\",\"due\":\"2026-03-02T10:30:00Z\",\"opened\":\"2026-01-05T09:00:"
                        "00Z\",\"state\":\"a b.c\",\"worker\":\"Zoë\"}\n"
                        "{\"case\":\"C-100\",\"opened\":\"2026-01-06T09:00:00Z\",\"state\":\"a\"}\n");
}

static void pages_follow_one_another(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/cases?cursor=x%2F2", 200, "{\"items\":[{\"case\":\"C-3\"}]}", NULL},
             {"GET /v1/cases?limit=", 200,
              "{\"items\":[{\"case\":\"C-1\"},{\"case\":\"C-2\"}],\"cursor\":\"x/2\"}", NULL});
    assert_int_equal(fake_run(fake, "list", "--all"), 0);
    assert_string_equal(fake_requests(fake),
                        "GET /v1/cases?limit=500\nGET /v1/cases?cursor=x%2F2&limit=500\n");
    assert_string_equal(fake->out_text, "CASE\nC-1\nC-2\nC-3\n");
    assert_int_equal(fake_run(fake, "list", "--limit", "2"), 0);
    assert_string_equal(fake_requests(fake), "GET /v1/cases?limit=2\n");
    assert_string_equal(fake->out_text, "CASE\nC-1\nC-2\nThere are more; --all shows them.\n");
    assert_int_equal(fake_run(fake, "list", "--json"), 0);
    assert_string_equal(fake->out_text, "{\"case\":\"C-1\"}\n{\"case\":\"C-2\"}\n{\"case\":\"C-3\"}\n");
}

static void an_empty_list_says_so(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /", 200, "{\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "list"), 0);
    assert_string_equal(fake->out_text, "No case.\n");
    assert_int_equal(fake_run(fake, "tasks"), 0);
    assert_string_equal(fake->out_text, "No open task.\n");
    assert_int_equal(fake_run(fake, "deadlines"), 0);
    assert_string_equal(fake->out_text, "No deadline.\n");
    assert_int_equal(fake_run(fake, "deadlines", "--json"), 0);
    assert_string_equal(fake->out_text, "");
}

static void tasks_and_deadlines_are_told(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/tasks", 200,
              "{\"items\":[{\"case\":\"C-1\",\"task\":\"decide\",\"title\":\"Decide\",\"role\":\"lead\","
              "\"due\":\"2026-01-06\",\"required\":true},"
              "{\"case\":\"C-2\",\"task\":\"session\",\"title\":\"One-to-one\",\"role\":\"worker\","
              "\"worker\":\"w\",\"required\":false}]}",
              NULL},
             {"GET /v1/deadlines", 200,
              "{\"items\":[{\"case\":\"C-1\",\"deadline\":\"conference[1]\",\"title\":\"Conference\","
              "\"status\":\"overdue\",\"breached\":true,\"due\":\"2026-06-23\"}]}",
              NULL});
    assert_int_equal(fake_run(fake, "tasks"), 0);
    assert_string_equal(fake->out_text, "DUE         CASE  TASK     TITLE       ROLE    WORKER  REQUIRED\n"
                                        "2026-01-06  C-1   decide   Decide      lead            required\n"
                                        "            C-2   session  One-to-one  worker  w\n");
    assert_int_equal(fake_run(fake, "deadlines"), 0);
    assert_string_equal(fake->out_text, "DUE         CASE  DEADLINE       TITLE       STATUS   BREACHED\n"
                                        "2026-06-23  C-1   conference[1]  Conference  overdue  breached\n");
}

#define HISTORY                                                                                              \
    "{\"items\":[{\"seq\":2,\"event\":\"engage\",\"title\":\"Start\",\"actor\":\"anna\",\"happened\":"       \
    "\"2026-01-06T10:00:00Z\","                                                                              \
    "\"recorded\":\"2026-01-08T11:00:00Z\",\"origin\":\"person\",\"override\":{\"reason\":\"She\\nknows\"}," \
    "\"data\":{\"consent\":\"given\",\"notes\":\"Rang\"},"                                                   \
    "\"changes\":[{\"path\":[\"data\",\"consent\"],\"before\":\"asked\",\"after\":\"given\"},{\"path\":["    \
    "\"worker\"],\"after\":\"w\"}]},"                                                                        \
    "{\"seq\":1,\"event\":\"open\",\"title\":\"open\",\"happened\":\"2026-01-05T09:00:00Z\",\"recorded\":"   \
    "\"2026-01-05T09:30:00Z\","                                                                              \
    "\"origin\":\"import\",\"data\":{\"x\":1,\"note\":\"n\"},\"changes\":[{\"path\":[\"configuration\"],"    \
    "\"after\":{\"a\":1,\"a.b\":1}},{"                                                                       \
    "\"path\":["                                                                                             \
    "\"data\"],\"after\":{\"x\":1}}]}],"                                                                     \
    "\"cursor\":\"41\"}"

#define SECOND                                                                                               \
    "   2  2026-01-06 10:00Z (recorded 2026-01-08 11:00Z)  engage — Start, anna\n"                         \
    "      exception: She knows\n"                                                                           \
    "      notes: Rang\n"                                                                                    \
    "      consent: asked → given\n"                                                                       \
    "      worker: w\n"
#define FIRST "   1  2026-01-05 09:00Z  open, imported\n      note: n\n      entered a.b\n      x: 1\n"

static void history_is_told_in_both_directions(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/cases/C-1/history?before=41", 200,
              "{\"items\":[{\"seq\":0,\"erased\":true,\"happened\":\"2026-01-01T00:00:00Z\"}]}", NULL},
             {"GET /v1/cases/C-1/history?limit", 200, HISTORY, NULL});
    assert_int_equal(fake_run(fake, "history", "C-1", "--limit", "2"), 0);
    assert_string_equal(fake->out_text, SECOND FIRST "There are more; --all shows them.\n");
    assert_int_equal(fake_run(fake, "history", "C-1"), 0);
    assert_string_equal(fake->out_text, SECOND FIRST "   0  2026-01-01 00:00Z  erased, lawfully\n");
    assert_int_equal(fake_run(fake, "history", "C-1", "--oldest"), 0);
    assert_string_equal(fake->out_text, "   0  2026-01-01 00:00Z  erased, lawfully\n" FIRST SECOND);
    assert_int_equal(fake_run(fake, "history", "C-1", "--oldest", "--limit", "1"), 0);
    assert_string_equal(fake->out_text,
                        "   0  2026-01-01 00:00Z  erased, lawfully\nThere are more; --all shows them.\n");
    assert_int_equal(fake_run(fake, "history", "C-1", "--oldest", "--json"), 0);
    assert_true(text_starts(text_of(fake->out_text), TEXT("{\"erased\":true")));
    assert_holds(fake->out_text, "\n{\"actor\":\"anna\"");
}

static void explain_tells_what_can_be_done_first(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/cases/C-1/actions?event=nothing", 404, "{\"detail\":\"No such event.\"}", NULL},
             {"GET /v1/cases/C-1/actions?event=engage", 200,
              "{\"configuration\":[\"a\"],\"items\":[{\"event\":\"engage\",\"title\":\"Start\",\"outcome\":"
              "\"refused\",\"unmet\":[{\"text\":\"Not yet.\",\"who\":\"Lead\"}]}]}",
              NULL},
             {"GET /v1/cases/C-1/actions", 200,
              "{\"configuration\":[\"a\"],\"items\":[{\"event\":\"engage\",\"title\":\"Start\",\"outcome\":"
              "\"refused\",\"who\":\"Lead\",\"when\":\"2026-04-12\",\"unmet\":[{\"text\":\"Not yet.\","
              "\"who\":\"Lead\",\"override\":true,\"override_by\":\"Boss\"}]},"
              "{\"event\":\"soon\",\"outcome\":\"refused\",\"when\":\"2026-04-12T09:30:00Z\",\"unmet\":"
              "[{\"code\":\"not-now\",\"text\":\"No.\",\"when\":\"2026-04-12T09:30:00Z\"}]},"
              "{\"event\":\"later\",\"outcome\":\"refused\",\"unmet\":[{\"code\":\"not-now\",\"text\":\"No."
              "\"}]},{\"event\":\"last\",\"outcome\":\"refused\",\"unmet\":[{\"code\":\"not-now\",\"text\":"
              "\"No.\"}]},{\"event\":\"scan\",\"of\":\"unborn/"
              "1\",\"title\":\"Scan\",\"outcome\":\"done\",\"unmet\":[],\"who\":\"Worker\"}]}",
              NULL});
    assert_int_equal(fake_run(fake, "explain", "C-1"), 0);
    assert_string_equal(fake->out_text, "yes scan --of unborn/1 — Scan (Worker)\n"
                                        "no  engage — Start (Lead), possible from 12 April 2026\n"
                                        "  • Not yet. Who can change it: Lead. An exception may be made by "
                                        "Boss, with a reason.\n"
                                        "no  soon, possible from 12 April 2026, 09:30Z\n"
                                        "  • No. Time alone changes it: from 12 April 2026, 09:30Z.\n"
                                        "Not at this point: later, last.\n");
    assert_int_equal(fake_run(fake, "explain", "C-1", "engage"), 1);
    assert_int_equal(fake_run(fake, "explain", "C-1", "nothing"), 1);
    assert_string_equal(fake->err_text, "caseway: No such event.\n");
    assert_int_equal(fake_run(fake, "explain", "C-1", "engage", "--json"), 1);
    assert_holds(fake->out_text, "{\"event\":\"engage\"");
}

static void explain_tells_what_would_differ(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake,
        {"GET /v1/cases/C-1/actions?if=none", 200,
         "{\"case\":\"C-1\",\"if\":[\"none=\"],\"items\":[],\"changes\":{\"events\":[],\"fields\":[]}}",
         NULL},
        {"GET /v1/cases/C-1/actions?if=bad", 422, "{\"detail\":\"There is no field “bad” here.\"}", NULL},
        {"GET /v1/cases/C-1/actions", 200,
         "{\"case\":\"C-1\",\"if\":[\"consent=given\"],\"items\":[{\"event\":\"go\",\"outcome\":\"done\","
         "\"unmet\":[]}],\"changes\":{\"fields\":[{\"field\":\"consent\",\"title\":\"Agreement\","
         "\"after\":\"given\",\"after_words\":\"Given\"}],\"events\":["
         "{\"event\":\"go\",\"title\":\"Go\",\"change\":\"possible\",\"met\":[{\"text\":\"No.\"}],\"unmet\":["
         "]},"
         "{\"event\":\"halt\",\"of\":\"child/1\",\"change\":\"impossible\",\"met\":[],\"unmet\":[{\"text\":"
         "\"Too late.\",\"who\":\"Lead\"}]},"
         "{\"event\":\"end\",\"change\":\"reasons\",\"met\":[{\"text\":\"One.\",\"who\":\"Lead\"}],\"unmet\":"
         "[{"
         "\"text\":\"Two.\"}]}],"
         "\"deadlines\":[{\"deadline\":\"d\",\"change\":\"moved\",\"before\":\"2026-01-01\"}]}}",
         NULL});
    assert_int_equal(fake_run(fake, "explain", "C-1", "--if", "consent=given"), 0);
    assert_string_equal(fake->out_text,
                        "If that were so; nothing is kept:\n"
                        "  Agreement: — → Given\n"
                        "  Deadline “d”: moves from 1 January 2026, and has no date any more\n"
                        "Possible then:\n"
                        "  go — Go\n"
                        "Not possible any more:\n"
                        "  halt --of child/1\n"
                        "      • Too late. Who can change it: Lead.\n"
                        "Still not possible:\n"
                        "  end\n"
                        "      no longer: One.\n"
                        "      • Two.\n");
    assert_int_equal(fake_run(fake, "explain", "C-1", "go", "--if", "consent=given"), 0);
    assert_holds(fake->out_text, "yes go\n");
    assert_int_equal(fake_run(fake, "explain", "C-1", "--if", "none="), 0);
    assert_string_equal(fake->out_text, "If that were so; nothing is kept:\n  Nothing would change.\n");
    assert_int_equal(fake_run(fake, "explain", "C-1", "--if", "bad=1"), 1);
    assert_string_equal(fake->err_text, "caseway: There is no field “bad” here.\n");
    assert_int_equal(fake_run(fake, "explain", "C-1", "--if", "consent=given", "--json"), 0);
    assert_holds(fake->out_text, "\"changes\":{");
    assert_int_equal(fake_run(fake, "explain", "C-1", "--role", "a", "--role", "b"), 2);
}

static void a_case_is_shown_with_titles(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake,
        {"GET /v1/workflows", 200,
         "{\"items\":[{\"name\":\"w\",\"fields\":[{\"name\":\"parent\",\"title\":\"Parent\",\"type\":"
         "\"person\"},"
         "{\"name\":\"consent\",\"title\":\"Agreement\",\"type\":\"choice\",\"options\":[{\"name\":"
         "\"given\",\"title\":\"Given\"}]}],\"states\":[{\"name\":\"a.x\",\"title\":\"Apart\"}]}]}",
         NULL},
        {"GET /v1/cases/C-1", 200,
         "{\"case\":\"C-1\",\"title\":\"Action\",\"workflow\":\"w\",\"definition\":\"ab\",\"area\":"
         "\"wcc\",\"opened\":\"2026-01-05T09:00:00Z\","
         "\"version\":4,\"configuration\":[\"a[2].x\",\"b\"],\"data\":{\"consent\":\"given\",\"parent\":\"P-"
         "1\",\"extra\":[1,2],\"none\":null},"
         "\"computed\":{},\"people\":{\"P-1\":{\"reference\":\"P-1\",\"name\":\"A. Parent\"}},"
         "\"tasks\":[{\"task\":\"t\",\"title\":\"Task\",\"due\":\"2026-01-06\",\"required\":true,"
         "\"worker\":\"w1\"}],"
         "\"deadlines\":[{\"deadline\":\"d\",\"title\":\"Dead\",\"status\":\"overdue\",\"open\":true,"
         "\"due\":\"2026-01-01\"},"
         "{\"deadline\":\"m\",\"status\":\"met\",\"open\":false}]}",
         NULL},
        {"GET /v1/drafts", 200,
         "{\"items\":[{\"event\":\"task.t.done\",\"title\":\"Task\",\"saved\":\"2026-01-05T09:00:00Z\","
         "\"note\":\"The task is not open.\"},{\"event\":\"go\",\"of\":\"x/1\",\"title\":\"Go\"}]}",
         NULL});
    assert_int_equal(fake_run(fake, "show", "C-1"), 0);
    assert_string_equal(
        fake_requests(fake),
        "GET /v1/cases/C-1\nGET /v1/workflows?workflow=w&definition=ab\nGET /v1/drafts?case=C-1\n");
    assert_string_equal(fake->out_text, "C-1 — Action\n"
                                        "Area       wcc\n"
                                        "Opened     2026-01-05 09:00Z\n"
                                        "Version    4\n"
                                        "Stands in  Apart (a[2].x)\n"
                                        "           b\n"
                                        "\nFile\n"
                                        "  Parent: P-1 A. Parent\n"
                                        "  Agreement: Given\n"
                                        "  extra: 1; 2\n"
                                        "\nTasks\n"
                                        "  2026-01-06        t — Task (required), w1\n"
                                        "\nDeadlines\n"
                                        "  2026-01-01        d — Dead (overdue)\n"
                                        "\nYour drafts\n"
                                        "  2026-01-05 09:00Z  task.t.done — Task. The task is not open.\n"
                                        "                    go, x/1 — Go\n");
}

static void versions_are_told(void **state)
{
    struct fake *fake = *state;
    fake_can(fake,
             {"GET /v1/workflows", 200,
              "{\"items\":[{\"name\":\"w\",\"title\":\"Work\",\"versions\":["
              "{\"definition\":\"0123456789\",\"since\":\"2026-01-05T09:00:00Z\",\"open\":1,\"closed\":12,"
              "\"present\":false},{\"definition\":\"ab\",\"open\":0,\"closed\":0,\"present\":true}]}]}",
              NULL});
    assert_int_equal(fake_run(fake, "workflows", "w"), 0);
    assert_string_equal(fake_requests(fake), "GET /v1/workflows?versions=1&workflow=w\n");
    assert_string_equal(fake->out_text, "WORKFLOW  TITLE  VERSION   SINCE       OPEN  CLOSED  PRESENT\n"
                                        "w         Work   01234567  2026-01-05  1     12\n"
                                        "w         Work   ab                    0     0       present\n");
    assert_int_equal(fake_run(fake, "workflows", "--json"), 0);
    assert_holds(fake->out_text, "{\"closed\":0,\"definition\":\"ab\",\"open\":0,\"present\":true,\"title\":"
                                 "\"Work\",\"workflow\":\"w\"}\n");
}

static void reports_and_verify_are_told(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake,
        {"GET /v1/reports/performance?as-at=2026-03-31", 200, "{\"as_at\":\"2026-03-31\",\"rows\":[]}", NULL},
        {"GET /v1/reports", 200,
         "{\"items\":[{\"name\":\"performance\",\"title\":\"Performance\",\"workflow\":\"w\"}]}", NULL},
        {"GET /v1/verify", 200, "{\"subjects\":3,\"entries\":9,\"erased\":1,\"faults\":0}", NULL});
    assert_int_equal(fake_run(fake, "report", "performance", "--as-at", "2026-03-31"), 0);
    assert_string_equal(fake_requests(fake),
                        "accepts text/plain: GET /v1/reports/performance?as-at=2026-03-31\n");
    assert_string_equal(fake->out_text, "{\"as_at\":\"2026-03-31\",\"rows\":[]}");
    assert_int_equal(fake_run(fake, "report", "performance", "--as-at", "2026-03-31", "--json"), 0);
    assert_string_equal(fake_requests(fake), "GET /v1/reports/performance?as-at=2026-03-31\n");
    assert_string_equal(fake->out_text, "{\"as_at\":\"2026-03-31\",\"rows\":[]}\n");
    assert_int_equal(fake_run(fake, "report"), 0);
    assert_string_equal(fake->out_text, "REPORT       TITLE        WORKFLOW\nperformance  Performance  w\n");
    assert_int_equal(fake_run(fake, "verify"), 0);
    assert_string_equal(fake->out_text, "3 records, 9 entries, 1 of them erased.\nEvery chain holds.\n");
    fake_can(fake, {"GET /v1/verify", 200,
                    "{\"subjects\":3,\"entries\":9,\"erased\":0,\"faults\":2,\"first_fault\":\"C-1, entry 3: "
                    "its digest differs.\"}",
                    NULL});
    assert_int_equal(fake_run(fake, "verify"), 1);
    assert_holds(fake->out_text, "2 faults. The first: C-1, entry 3: its digest differs.\n");
    assert_int_equal(fake_run(fake, "verify", "--json"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_become_queries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_list_is_a_table_without_empty_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_follow_one_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_list_says_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tasks_and_deadlines_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(history_is_told_in_both_directions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(explain_tells_what_can_be_done_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(explain_tells_what_would_differ, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_case_is_shown_with_titles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(versions_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reports_and_verify_are_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
