/* Our codec against jansson: what one writes the other reads, as the same value; and of texts that were
 * damaged, both take the same. */
#include "support.h"
#include "support_jansson.h"

#include "base/json.h"

#include <stdlib.h>

enum { ROUNDS = 1500, DAMAGED = 20000 };

static struct arena arena;
static struct random_seeded seeded;
static struct random source;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    source = random_of_seed(&seeded, 2785);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

/* jansson takes TEXT, and what it writes of it is VALUE to us. */
static void assert_same(struct text text, const struct json *value, unsigned style)
{
    char *echo;
    size_t echo_size;
    struct json again;
    struct error error = {0};
    if (jansson_echo(text.at, text.size, style, &echo, &echo_size) != JANSSON_TAKEN) {
        fail_msg("jansson refuses %.*s", TEXT_ARGS(text));
    }
    if (json_read(&arena, (struct text){echo, echo_size}, &again, &error) != STATUS_OK) {
        fail_msg("%s: %s: %.*s", error.place, error.message, (int)echo_size, echo);
    }
    if (!json_equal(value, &again)) {
        fail_msg("%.*s is another value than %.*s", TEXT_ARGS(text), (int)echo_size, echo);
    }
    free(echo);
}

static void each_reads_what_the_other_writes(void **state)
{
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        arena_reset(&arena);
        struct json value = support_value(&arena, &source, 5, true);
        struct buffer pretty;
        buffer_init(&pretty, &arena);
        json_write_pretty(&value, &pretty);
        assert_same(json_to_text(&arena, &value), &value, round);
        assert_same(buffer_result(&pretty), &value, round);
    }
}

/* Changes, takes out or doubles a few bytes. No NUL: jansson forgets one that stands behind a number. */
static struct text damaged(struct text text)
{
    static const char likely[] = "[]{},:\"\\0123456789.eE+-truefalsn u/\n\t\x01\x7F\x80\xC3\xA9\xED\xA0\xF0";
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    uint64_t every = 1 + random_below(&source, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];
        if (random_below(&source, every)) {
            buffer_byte(&buffer, byte);
            continue;
        }
        char other = likely[random_below(&source, sizeof likely - 1)];
        switch (random_below(&source, 4)) {
        case 0:
            buffer_byte(&buffer, other);
            break;
        case 1:
            break;
        case 2:
            buffer_byte(&buffer, byte);
            buffer_byte(&buffer, byte);
            break;
        default:
            buffer_byte(&buffer, byte);
            buffer_byte(&buffer, other);
        }
    }
    return buffer_result(&buffer);
}

static void both_take_the_same(void **state)
{
    (void)state;
    unsigned counts[2] = {0};
    for (unsigned round = 0; round < DAMAGED; round++) {
        arena_reset(&arena);
        struct json value = support_value(&arena, &source, 2, true), read;
        struct text text = damaged(json_to_text(&arena, &value));
        bool taken = json_read(&arena, text, &read, NULL) == STATUS_OK;
        char *echo;
        size_t echo_size;
        enum jansson_outcome outcome =
            jansson_echo(text.at ? text.at : "", text.size, round, &echo, &echo_size);
        if (outcome == JANSSON_TAKEN) {
            free(echo);
        }
        if (outcome == JANSSON_CANNOT_HOLD) {
            continue;
        }
        if (taken != (outcome == JANSSON_TAKEN)) {
            fail_msg("%s by us alone: %.*s", taken ? "taken" : "refused", TEXT_ARGS(text));
        }
        if (taken) {
            assert_same(text, &read, round);
        }
        counts[taken]++;
    }
    /* Neither was rare, or this would say little. */
    assert_true(counts[0] > DAMAGED / 5 && counts[1] > DAMAGED / 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_reads_what_the_other_writes),
        cmocka_unit_test(both_take_the_same),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
