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

static const char *shown(struct replay *replay, const struct json *answer, const char *field)
{
    const struct json *value = json_member_of(json_member_of(answer, "data"), field);
    return value ? text_copy(&replay->turn, json_to_text(&replay->turn, value)).at : "";
}

static void somebody_is_born(void **state)
{
    (void)state;
    struct json answer;
    struct replay *replay = replay_new("person");
    assert_int_equal(send(replay, "open", "{\"name\":\"Baby\",\"expected_on\":\"2026-04-01\"}", &answer),
                     OUTCOME_DONE);
    static const char *const refused[] = {
        "{\"born_on\":\"2026-01-02\",\"expected_on\":\"2026-04-02\"}", /* both */
        "{\"born_on\":\"2026-01-06\"}",                                /* still to come */
        "{\"born_on\":\"2026-02-30\"}",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(send(replay, "born.changed", refused[i], &answer), OUTCOME_REFUSED);
    }
    assert_int_equal(send(replay, "birth.recorded", "{}", &answer), OUTCOME_REFUSED);
    assert_int_equal(send(replay, "birth.recorded", "{\"born_on\":\"2026-01-05\",\"name\":\"Ada\"}", &answer),
                     OUTCOME_DONE);
    assert_string_equal(shown(replay, &answer, "expected_on"), "");
    assert_string_equal(shown(replay, &answer, "born_on"), "\"2026-01-05\"");
    assert_int_equal(send(replay, "born.changed", "{\"expected_on\":\"2026-04-02\"}", &answer),
                     OUTCOME_REFUSED);
    assert_int_equal(
        send(replay, "born.changed", "{\"born_on\":null,\"expected_on\":\"2026-04-02\"}", &answer),
        OUTCOME_DONE);
    assert_int_equal(send(replay, "born.changed", "{\"born_on\":\"2026-01-04\"}", &answer), OUTCOME_DONE);
    assert_string_equal(shown(replay, &answer, "expected_on"), "");
    replay_free(replay);
}

/* What is confirmed of one contact is of that one alone; one that has ended cannot be called safe again. */
static void contacts_are_kept_apart(void **state)
{
    (void)state;
    struct json answer;
    struct replay *replay = replay_new("person");
    assert_int_equal(send(replay, "open", "{\"name\":\"A parent\"}", &answer), OUTCOME_DONE);
    assert_int_equal(send(replay, "contact.added",
                          "{\"contacts\":[{\"kind\":\"phone\",\"value\":\"1\"},{\"kind\":\"text\",\"value\":"
                          "\"2\"}]}",
                          &answer),
                     OUTCOME_DONE);
    assert_int_equal(send(replay, "contact.confirmed", "{\"safe\":\"yes\"}", &answer), OUTCOME_REFUSED);
    assert_int_equal(send(replay, "contact.ended", "{\"ended_on\":\"2026-01-05\"}", &answer),
                     OUTCOME_REFUSED);
    assert_int_equal(send(replay, "contact.confirmed\",\"of\":\"contacts/2", "{\"safe\":\"yes\"}", &answer),
                     OUTCOME_DONE);
    assert_int_equal(
        send(replay, "contact.ended\",\"of\":\"contacts/1", "{\"ended_on\":\"2026-01-05\"}", &answer),
        OUTCOME_DONE);
    assert_string_equal(shown(replay, &answer, "contacts"),
                        "[{\"ended_on\":\"2026-01-05\",\"id\":1,\"kind\":\"phone\",\"value\":\"1\"},"
                        "{\"id\":2,\"kind\":\"text\",\"safe\":\"yes\",\"value\":\"2\"}]");
    assert_int_equal(send(replay, "contact.confirmed\",\"of\":\"contacts/1", "{\"safe\":\"yes\"}", &answer),
                     OUTCOME_REFUSED);
    assert_int_equal(send(replay, "contact.confirmed\",\"of\":\"contacts/1", "{\"safe\":\"no\"}", &answer),
                     OUTCOME_DONE);
    replay_free(replay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_put_right),
        cmocka_unit_test(somebody_is_born),
        cmocka_unit_test(contacts_are_kept_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
