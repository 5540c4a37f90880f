/* The built-in record of a person: it is without fault, and a name is put right in it. */
#include "replay.h"

static enum outcome send(struct replay *replay, const char *event, const char *data, struct json *answer)
{
    const char *line = arena_printf(&replay->arena,
                                    "{\"case\":\"somebody\",\"workflow\":\"person\",\"event\":\"%s\","
                                    "\"at\":\"2026-01-05T09:00\",\"data\":%s}",
                                    event, data);
    return replay_line(replay, text_of(line), answer);
}

static void a_name_is_put_right(void **state)
{
    (void)state;
    struct json answer;
    struct replay *replay = replay_new("person");
    assert_int_equal(send(replay, "open", "{}", &answer), OUTCOME_REFUSED); /* a person has a name */
    assert_int_equal(send(replay, "open", "{\"name\":\"A parnet\"}", &answer), OUTCOME_DONE);
    assert_int_equal(send(replay, "name.changed", "{\"name\":\"A parent\",\"known_as\":\"Al\"}", &answer),
                     OUTCOME_DONE);
    assert_int_equal(send(replay, "note", "{\"text\":\"Called.\"}", &answer), OUTCOME_DONE);
    assert_int_equal(send(replay, "close", "{}", &answer), OUTCOME_UNKNOWN);
    assert_int_equal(send(replay, "contact.changed", "{\"phone\":\"01\",\"channel\":\"text\"}", &answer),
                     OUTCOME_DONE);
    const struct json *data = json_member_of(&answer, "data");
    assert_true(text_is(json_get_text(data, "name"), "A parent"));
    assert_true(text_is(json_get_text(data, "known_as"), "Al"));
    assert_true(text_is(json_get_text(data, "channel"), "text"));
    assert_string_equal(
        text_copy(&replay->turn, json_to_text(&replay->turn, json_member_of(&answer, "configuration"))).at,
        "[\"known\"]");
    replay_free(replay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_name_is_put_right)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
