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

static void without_a_command_help_is_told(void **state)
{
    struct fake *fake = *state;
    assert_int_equal(fake_run(fake, NULL), 0);
    assert_holds(fake->out_text, "Usage: caseway [--site DIR] COMMAND");
    assert_holds(fake->out_text, "  simulate ");
    assert_int_equal(fake_run(fake, "--help"), 0);
    assert_holds(fake->out_text, "  verify ");
}

static void every_command_has_usage_options_and_two_examples(void **state)
{
    static const char *const all[] = {
        "init",    "check", "simulate",  "serve",  "open",   "send",   "allocate", "show", "explain", "list",
        "history", "tasks", "deadlines", "import", "report", "verify", "bench",    "help", "version"};
    struct fake *fake = *state;
    for (size_t i = 0; i < count_of(all); i++) {
        assert_int_equal(fake_run(fake, "help", all[i]), 0);
        const char *usage = arena_printf(&fake->arena, "Usage: caseway %s", all[i]);
        assert_holds(fake->out_text, usage);
        assert_holds(fake->out_text, "--site DIR");
        const char *examples = strstr(fake->out_text, "Examples:\n");
        assert_non_null(examples);
        assert_non_null(strchr(strchr(examples + 10, '\n') + 1, '\n'));
        char *first = arena_copy(&fake->arena, fake->out_text, fake->out_size);
        assert_int_equal(fake_run(fake, all[i], "--help"), 0);
        assert_string_equal(fake->out_text, first);
        assert_string_equal(fake_requests(fake), "");
        assert_null(fake->called);
    }
}

static void no_line_of_help_is_wider_than_its_terminal(void **state)
{
    struct fake *fake = *state;
    fake->host.width = 60;
    assert_int_equal(fake_run(fake, "help", "import"), 0);
    const char *about = strstr(fake->out_text, "\n\nReads one");
    assert_non_null(about);
    for (const char *line = about + 2; line < strstr(fake->out_text, "\nOptions:");
         line = strchr(line, '\n') + 1) {
        assert_true(text_characters((struct text){line, (size_t)(strchr(line, '\n') - line)}) <= 60);
    }
}

struct wrong {
    const char *words[8];
    const char *said;
};

static void wrong_usage_is_told_and_is_2(void **state)
{
    static const struct wrong wrongs[] = {
        {{"send", "C-1", "end", "--task", "call"}, "“call” settles no task; write NAME=HOW:REASON"},
        {{"send", "C-1", "end", "--task", "call=done"}, "settles no task"},
        {{"send", "C-1", "end", "--task", "=done:x"}, "settles no task"},
        {{"send", "C-1", "end", "--task", "call.=x"}, "settles no task"},
        {{"send", "C-1", "end", "--task", "a=done:x", "--task", "a=done:y"}, "“a=done:y” settles no task"},
        {{"sned"}, "there is no command “sned”; did you mean “send”?"},
        {{"frobnicate"}, "there is no command “frobnicate”\n"},
        {{"help", "explian"}, "did you mean “explain”?"},
        {{"send", "C-1"}, "send wants more: caseway send CASE EVENT"},
        {{"plugin", "run"}, "plugin run wants more: caseway plugin run RULE --case ID"},
        {{"plugin", "new", "north", "rule"},
         "plugin new does not know what to do with “rule”; a kind is written --kind KIND"},
        {{"show", "C-1", "C-2"}, "show does not know what to do with “C-2”"},
        {{"list", "--jsn"}, "list takes no --jsn; did you mean --json?"},
        {{"list", "--colour"}, "list takes no --colour\n"},
        {{"list", "-j"}, "list takes no -j; options have two dashes"},
        {{"list", "--json=yes"}, "--json takes no value"},
        {{"list", "--area"}, "--area wants its A"},
        {{"list", "--area", "a", "--area=b"}, "--area stands twice"},
        {{"list", "--limit", "0"}, "--limit must be a whole number from 1 to 1000000, and not “0”"},
        {{"list", "--limit", "ten"}, "and not “ten”"},
        {{"--area"}, "--area stands before any command"},
        {{"--site"}, "--site wants its DIR"},
        {{"--site", "", "list"}, "this name is empty"},
        {{"send", "C-1", "e", "colour"}, "“colour” is not an answer; write field=value"},
        {{"send", "C-1", "e", "=red"}, "names no field"},
        {{"send", "C-1", "e", "a=1", "a=2"}, "“a” is answered twice"},
        {{"send", "C-1", "e", "a:={"}, "what follows a:= is no JSON, at 1:2"},
        {{"send", "C-1", "e", "a=\xFF"}, "“a” is not UTF-8"},
        {{"send", "C-1", "e", "--until", "2026-01-01"}, "--until says how long an --override holds"},
        {{"send", "C-1", "e", "--at", "\xFF"}, "an option is not UTF-8"},
        {{"allocate", "C-1"}, "allocate wants a WORKER, or --nobody"},
        {{"allocate", "C-1", "w", "--nobody"}, "allocate wants a WORKER, or --nobody"},
        {{"tasks", "C-1", "--role", "r"}, "--role is for the tasks of all cases"},
        {{"deadlines", "C-1", "--worker", "w"}, "--worker is for the deadlines of all cases"},
        {{"import", "f", "--clock", "wall"}, "--clock is `replay`"},
        {{"import", "f", "--until", "2026-01-01"}, "--until goes with --clock replay"},
    };
    struct fake *fake = *state;
    for (size_t i = 0; i < count_of(wrongs); i++) {
        const char *const *words = wrongs[i].words;
        int status = fake_run(fake, words[0], words[1], words[2], words[3], words[4], words[5], words[6]);
        assert_int_equal(status, 2);
        assert_holds(fake->err_text, wrongs[i].said);
        assert_holds(fake->err_text, "caseway: `caseway help");
        assert_string_equal(fake_requests(fake), "");
        assert_int_equal(fake->out_size, 0);
    }
}

static void the_site_stands_before_or_after_the_verb(void **state)
{
    struct fake *fake = *state;
    fake_can(fake, {"GET /v1/cases", 200, "{\"items\":[]}", NULL});
    assert_int_equal(fake_run(fake, "list"), 0);
    assert_string_equal(fake->site, ".");
    assert_int_equal(fake_run(fake, "--site", "a", "list"), 0);
    assert_string_equal(fake->site, "a");
    assert_int_equal(fake_run(fake, "list", "--site=b"), 0);
    assert_string_equal(fake->site, "b");
    fake->host.site = "c";
    assert_int_equal(fake_run(fake, "list"), 0);
    assert_string_equal(fake->site, "c");
    assert_int_equal(fake_run(fake, "list", "--site", "d"), 0);
    assert_string_equal(fake->site, "d");
}

static void what_app_does_is_handed_on(void **state)
{
    struct fake *fake = *state;
    assert_int_equal(fake_run(fake, "init", "demo"), 0);
    assert_string_equal(fake->called, "init demo");
    assert_string_equal(fake->out_text, "Made demo.\n");
    assert_int_equal(fake_run(fake, "init", "taken"), 3);
    assert_string_equal(fake->err_text, "caseway: taken is a site already\n");
    assert_int_equal(fake_run(fake, "serve"), 0);
    assert_string_equal(fake->called, "serve -");
    assert_int_equal(fake_run(fake, "serve", "--listen", "127.0.0.1:0"), 0);
    assert_string_equal(fake->called, "serve 127.0.0.1:0");
    assert_int_equal(fake_run(fake, "serve", "--watch"), 0);
    assert_string_equal(fake->called, "serve - watch");
    assert_int_equal(fake_run(fake, "bench", "--json", "--cases", "-1", "--site", "s"), 1);
    assert_string_equal(fake->called, "bench --json --cases -1");
    assert_string_equal(fake->site, "s");
}

static void the_version_is_told(void **state)
{
    struct fake *fake = *state;
    assert_int_equal(fake_run(fake, "version"), 0);
    assert_string_equal(fake->out_text, "caseway " CASEWAY_VERSION "\n");
    assert_int_equal(fake_run(fake, "--version"), 0);
    assert_string_equal(fake->out_text, "caseway " CASEWAY_VERSION "\n");
}

static void a_failure_to_ask_is_3_and_problems_tell_their_kind(void **state)
{
    struct fake *fake = *state;
    fake_can(
        fake, {"GET /v1/cases/none", 0, "this folder is no site; make one with caseway init", NULL},
        {"GET /v1/cases/C-400", 400, "{\"title\":\"Bad\",\"detail\":\"“at” is no time.\"}", NULL},
        {"GET /v1/cases/C-403", 403, "{\"title\":\"Not allowed\"}", NULL},
        {"GET /v1/cases/C-404", 404, "{\"title\":\"No\",\"detail\":\"There is no case “C-404”.\"}", NULL},
        {"GET /v1/cases/C-500", 500, "not JSON at all", NULL},
        {"GET /v1/cases/C-503", 503, "{\"detail\":\"Too busy.\"}", NULL});
    static const struct {
        const char *reference;
        int status;
        const char *said;
    } cases[] = {
        {"none", 3, "caseway: this folder is no site; make one with caseway init\n"},
        {"C-400", 2, "caseway: “at” is no time.\n"},
        {"C-403", 1, "caseway: Not allowed\n"},
        {"C-404", 1, "caseway: There is no case “C-404”.\n"},
        {"C-500", 3, "caseway: the request was answered with status 500\n"},
        {"C-503", 3, "caseway: Too busy.\n"},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        assert_int_equal(fake_run(fake, "tasks", cases[i].reference), cases[i].status);
        assert_string_equal(fake->err_text, cases[i].said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_a_command_help_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_command_has_usage_options_and_two_examples, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_line_of_help_is_wider_than_its_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_usage_is_told_and_is_2, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_site_stands_before_or_after_the_verb, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_app_does_is_handed_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_version_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_to_ask_is_3_and_problems_tell_their_kind, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
