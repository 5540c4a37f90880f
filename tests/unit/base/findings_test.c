#include "support.h"

#include "base/error.h"

#include <string.h>

static struct arena arena;
static struct findings findings;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    findings_init(&findings, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static struct text printed(void)
{
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    findings_print(&findings, &buffer);
    return buffer_result(&buffer);
}

static void as_people_read_it(void **state)
{
    (void)state;
    findings_add(&findings, &(struct finding){
                                .file = TEXT("a.yaml"),
                                .place = {3, 5},
                                .message = TEXT("there is no state \"opn\""),
                                .hint = TEXT("did you mean \"open\"?"),
                                .source = TEXT("  - opn"),
                            });
    findings_add(&findings, &(struct finding){
                                .severity = SEVERITY_WARNING,
                                .file = TEXT("b.yaml"),
                                .message = TEXT("it is empty"),
                                .source = TEXT("not of a line"),
                            });
    findings_add(&findings, &(struct finding){.place = {1, 1}, .message = TEXT("from nowhere")});
    findings_add(&findings, &(struct finding){.message = TEXT("at all")});
    assert_text(printed(), "a.yaml:3:5: error: there is no state \"opn\"\n"
                           "  |   - opn\n"
                           "  |     ^\n"
                           "  hint: did you mean \"open\"?\n"
                           "b.yaml: warning: it is empty\n"
                           "1:1: error: from nowhere\n"
                           "error: at all\n");
    assert_int_equal(findings.errors, 3);
    assert_int_equal(findings.warnings, 1);
    assert_int_equal(findings.dropped, 0);
}

static void add_line(uint32_t column, struct text source)
{
    findings_add(&findings, &(struct finding){.place = {1, column}, .message = TEXT("m"), .source = source});
}

static void the_caret_counts_characters(void **state)
{
    (void)state;
    add_line(4, TEXT("\t\xC3\xA9\tx"));
    assert_text(printed(), "1:4: error: m\n  | \t\xC3\xA9\tx\n  | \t \t^\n");
}

static void the_caret_stays_by_the_line(void **state)
{
    (void)state;
    add_line(3, TEXT("ab"));
    add_line(99, TEXT("ab"));
    add_line(0, TEXT("ab"));
    assert_text(printed(), "1:3: error: m\n  | ab\n  |   ^\n"
                           "1:99: error: m\n  | ab\n  |   ^\n"
                           "1:0: error: m\n  | ab\n  | ^\n");
}

static void a_line_cannot_steer_a_terminal(void **state)
{
    (void)state;
    add_line(5, TEXT("\x1B[\xFF\x7F\0x"));
    assert_text(printed(), "1:5: error: m\n  | ?[???x\n  |     ^\n");
}

static void texts_are_copied(void **state)
{
    (void)state;
    char bytes[] = "abc";
    struct text text = {bytes, 3};
    findings_add(
        &findings,
        &(struct finding){.file = text, .place = {1, 1}, .message = text, .hint = text, .source = text});
    memset(bytes, 'x', 3);
    assert_text(printed(), "abc:1:1: error: abc\n  | abc\n  | ^\n  hint: abc\n");
}

static void in_order_of_place_and_stable(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        uint32_t line, column;
        const char *message;
    } cases[] = {
        {"b", 1, 1, "5"}, {"a", 2, 9, "3"}, {"a", 10, 1, "4"}, {"a", 2, 3, "1"},
        {"b", 1, 1, "6"}, {"a", 2, 3, "2"}, {"a", 0, 0, "0"},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        findings_add(&findings, &(struct finding){.file = text_of(cases[i].file),
                                                  .place = {cases[i].line, cases[i].column},
                                                  .message = text_of(cases[i].message)});
    }
    findings_sort(&findings);
    for (size_t i = 0; i < count_of(cases); i++) {
        assert_int_equal(findings.list.at[i].message.at[0], '0' + i);
    }
}

static void too_many_are_counted(void **state)
{
    (void)state;
    for (int i = 0; i < FINDINGS_LIMIT + 3; i++) {
        findings_add(&findings, &(struct finding){.severity = i % 2 ? SEVERITY_WARNING : SEVERITY_ERROR,
                                                  .message = TEXT("m")});
    }
    assert_int_equal(findings.list.count, FINDINGS_LIMIT);
    assert_int_equal(findings.dropped, 3);
    assert_int_equal(findings.errors + findings.warnings, FINDINGS_LIMIT + 3);
    assert_int_equal(findings.warnings, (FINDINGS_LIMIT + 3) / 2);
    assert_true(text_ends(printed(), TEXT("\n3 more not shown\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_people_read_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_caret_counts_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_caret_stays_by_the_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_cannot_steer_a_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_are_copied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(in_order_of_place_and_stable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_are_counted, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
