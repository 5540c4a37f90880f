#include "support.h"

#include "base/log.h"
#include "base/text.h"
#include "base/thread.h"

#include <stdlib.h>
#include <string.h>

static struct clock_virtual stood;
static FILE *out;
static char *written;
static size_t written_size;

static int set_up(void **state)
{
    (void)state;
    stood = (struct clock_virtual){.at = 1767603600000};
    out = open_memstream(&written, &written_size);
    log_start(out, LOG_INFO, clock_of_virtual(&stood));
    return out ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    log_start(NULL, LOG_ERROR, clock_system());
    fclose(out);
    free(written);
    return 0;
}

static void nothing_before_it_is_started(void **state)
{
    (void)state;
    log_write(LOG_ERROR, "base", "unheard");
    assert_int_equal(written_size, 0);
}

static void a_line_an_event(void **state)
{
    (void)state;
    log_write(LOG_ERROR, "store", "case %d", 12);
    stood.at = -1;
    log_write(LOG_WARNING, "flow", "late");
    stood.at = 951782400007;
    log_write(LOG_INFO, "http", "%s", "");
    log_write(LOG_DEBUG, "http", "too fine");
    assert_string_equal(written, "2026-01-05T09:00:00.000Z error store: case 12\n"
                                 "1969-12-31T23:59:59.999Z warning flow: late\n"
                                 "2000-02-29T00:00:00.007Z info http: \n");
}

static void what_is_written_is_out_at_once(void **state)
{
    (void)state;
    log_write(LOG_INFO, "base", "one");
    assert_true(written_size > 0);
}

static void a_message_cannot_make_lines(void **state)
{
    (void)state;
    log_write(LOG_INFO, "base", "%s", "one\ntwo\r\x1B[31m\ttab \xC3\xA9");
    assert_string_equal(written, "2026-01-05T09:00:00.000Z info base: one two  [31m tab \xC3\xA9\n");
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    log_write(LOG_INFO, "base", "%0*d", 10000, 7);
    log_write(LOG_INFO, "base", "next");
    assert_int_equal(strcspn(written, "\n"), LOG_LINE_LIMIT);
    assert_string_equal(strchr(written, '\n') + 1, "2026-01-05T09:00:00.000Z info base: next\n");
}

/* An instant that no calendar has is no reason to fall over. */
static void any_instant(void **state)
{
    (void)state;
    stood.at = INT64_MAX;
    log_write(LOG_INFO, "base", "far");
    stood.at = INSTANT_NONE;
    log_write(LOG_INFO, "base", "never");
    assert_non_null(strstr(written, "info base: far\n"));
    assert_non_null(strstr(written, "info base: never\n"));
}

enum { THREADS = 4, LINES = 500 };

static void write_lines(void *self)
{
    for (int i = 0; i < LINES; i++) {
        log_write(LOG_INFO, "base", "%s", (const char *)self);
    }
}

static void lines_of_threads_do_not_mix(void **state)
{
    (void)state;
    static char messages[THREADS][200];
    thread threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        memset(messages[i], 'a' + i, sizeof messages[i] - 1);
        assert_int_equal(thread_start(&threads[i], "log", write_lines, messages[i], NULL), STATUS_OK);
    }
    for (int i = 0; i < THREADS; i++) {
        thread_join(threads[i]);
    }
    unsigned counts[THREADS] = {0};
    struct text rest = {written, written_size - 1}, line;
    while (text_split(&rest, '\n', &line)) {
        assert_text(text_part(line, 0, 36), "2026-01-05T09:00:00.000Z info base: ");
        struct text message = text_part(line, 36, SIZE_MAX);
        int index = message.at[0] - 'a';
        assert_in_range(index, 0, THREADS - 1);
        assert_true(text_is(message, messages[index]));
        counts[index]++;
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(counts[i], LINES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_before_it_is_started),
        cmocka_unit_test_setup_teardown(a_line_an_event, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_is_out_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_message_cannot_make_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_lines_are_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_instant, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_of_threads_do_not_mix, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
