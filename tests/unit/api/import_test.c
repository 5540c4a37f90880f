/* Imports: line by line, in their order, whatever stands in them. */
#include "support.h"

#include "api/import.h"

#include <stdio.h>
#include <stdlib.h>

static struct reply import(struct door *door, const char *query, const char *body)
{
    return door_ask(door, &(struct ask){.method = "POST",
                                        .path = "/v1/import",
                                        .query = query,
                                        .body = body,
                                        .content_type = "application/x-ndjson"});
}

/* The answer on line INDEX, from 0; JSON_NULL when there is none. */
static struct json line_of(struct door *door, const struct reply *reply, size_t index)
{
    struct text rest = reply->text, line;
    struct json json = json_null();
    while (rest.size && text_split(&rest, '\n', &line)) {
        if (index-- == 0) {
            (void)json_read(&door->arena, line, &json, NULL);
            break;
        }
    }
    return json;
}

static size_t count_lines(const struct reply *reply)
{
    size_t count = 0;
    for (size_t i = 0; i < reply->text.size; i++) {
        count += reply->text.at[i] == '\n';
    }
    return count;
}

static void assert_line(struct door *door, const struct reply *reply, size_t index, const char *path,
                        const char *value)
{
    struct json line = line_of(door, reply, index);
    const char *there = at(door, &line, path);
    if (strcmp(there, value) != 0) {
        fail_msg("line %zu, %s: %s in %.*s", index, path, there, TEXT_ARGS(reply->text));
    }
}

static void each_line_has_its_answer(void **state)
{
    struct door *door = *state;
    struct reply reply = import(door, "",
                                "{\"event\":\"open\",\"case\":\"a\",\"data\":{\"consent\":\"given\"}}\n"
                                "\n"
                                "{\"event\":\"engage\",\"case\":\"a\"}\r\n"
                                "  not json\n"
                                "{\"event\":\"engage\",\"case\":\"a\"}\n"
                                "{\"event\":\"nothing\",\"case\":\"a\"}\n"
                                "{\"event\":\"engage\",\"case\":\"b\"}\n"
                                "{\"event\":\"engage\"}\n"
                                "{\"event\":\"engage\",\"case\":\"a\",\"other\":1}\n"
                                "{\"event\":\"open\",\"case\":\"a\"}\n"
                                "{\"event\":\"visit\",\"case\":\"a\",\"data\":{\"visits\":\"x\"}}");
    static const struct {
        size_t line;
        const char *path, *value;
    } rows[] = {
        {0, "line", "1"},
        {0, "event", "\"open\""},
        {0, "case", "\"a\""},
        {0, "outcome", "\"done\""},
        {0, "version", "1"},
        {0, "unmet", ""},
        {0, "repeated", ""},
        {1, "line", "3"},
        {1, "outcome", "\"done\""},
        {1, "version", "2"},
        {2, "line", "4"},
        {2, "outcome", "\"failed\""},
        {2, "event", "null"},
        {3, "line", "5"},
        {3, "outcome", "\"refused\""},
        {3, "unmet.0.code", "\"not-now\""},
        {4, "outcome", "\"unknown\""},
        {5, "outcome", "\"failed\""},
        {5, "error", "\"there is no case “b”\""},
        {5, "case", "\"b\""},
        {6, "outcome", "\"failed\""},
        {6, "event", "\"engage\""},
        {6, "error", "\"the line does not say which “case” it is about\""},
        {7, "outcome", "\"failed\""},
        {7, "case", "\"a\""},
        {7, "error", "\"a command has no “other”\""},
        {8, "outcome", "\"failed\""},
        {8, "case", "\"a\""},
        {9, "line", "11"},
        {9, "outcome", "\"refused\""},
        {9, "unmet.0.code", "\"form\""},
    };
    assert_int_equal(reply.status, 200);
    assert_true(text_is(reply.type, "application/x-ndjson"));
    assert_int_equal(count_lines(&reply), 10);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_line(door, &reply, rows[i].line, rows[i].path, rows[i].value);
    }
    assert_non_null(strstr(reply.text.at, "the line is not JSON: column "));
}

static void a_repeat_is_harmless(void **state)
{
    struct door *door = *state;
    static const char body[] = "{\"event\":\"open\",\"key\":\"1\",\"data\":{\"consent\":\"given\"}}\n"
                               "{\"event\":\"note\",\"case\":\"C-1\",\"key\":\"2\"}\n"
                               "{\"event\":\"visit\",\"case\":\"C-1\",\"key\":\"3\"}\n";
    struct reply first = import(door, "", body), again = import(door, "", body);
    assert_line(door, &first, 0, "case", "\"C-1\"");
    assert_line(door, &again, 0, "case", "\"C-1\"");
    assert_line(door, &again, 0, "repeated", "true");
    assert_line(door, &again, 1, "repeated", "true");
    assert_line(door, &again, 1, "version", "2");
    assert_line(door, &first, 2, "outcome", "\"refused\""); /* and its key is not spent */
    assert_line(door, &again, 2, "outcome", "\"refused\"");
    struct reply other = import(door, "", "{\"event\":\"note\",\"case\":\"C-1\",\"key\":\"1\"}");
    assert_line(door, &other, 0, "outcome", "\"failed\"");
    struct reply there = door_get(door, "/v1/cases/C-1", "");
    assert_string_equal(at(door, &there.json, "version"), "2");
}

static void roles_do_not_hold_and_the_actor_is_the_lines(void **state)
{
    struct door *door = *state;
    struct principal feed = {.user = TEXT("feed"), .may_import = true};
    struct ask ask = {.method = "POST",
                      .path = "/v1/import",
                      .body = "{\"event\":\"open\",\"data\":{\"consent\":\"given\"}}\n"
                              "{\"event\":\"engage\",\"case\":\"C-1\",\"actor\":\"somebody\"}\n",
                      .as = &feed};
    struct reply reply = door_ask(door, &ask);
    assert_line(door, &reply, 1, "outcome", "\"done\"");
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    assert_string_equal(at(door, &history.json, "items.0.actor"), "\"somebody\"");
    assert_string_equal(at(door, &history.json, "items.0.origin"), "\"import\"");
    assert_string_equal(at(door, &history.json, "items.1.actor"), "");
    feed.areas = TEXT("wcc");
    assert_int_equal(door_ask(door, &ask).status, 403);
    feed = (struct principal){.user = TEXT("ann"), .roles = TEXT("worker")};
    assert_int_equal(door_ask(door, &ask).status, 403);
}

/* A replay lives in the lines' own time: the deadline is overdue before the event behind it. */
static void a_replay_and_its_end(void **state)
{
    struct door *door = *state;
    struct reply reply =
        import(door, "clock=replay",
               "{\"event\":\"open\",\"at\":\"2026-01-05T09:00\",\"data\":{\"consent\":\"given\"}}\n"
               "{\"event\":\"engage\",\"case\":\"C-1\",\"at\":\"2026-01-06T09:00\"}\n"
               "{\"event\":\"note\",\"case\":\"C-1\",\"at\":\"2026-01-30T09:00\",\"recorded\":\"2026-02-"
               "01T09:00\"}\n");
    assert_line(door, &reply, 2, "outcome", "\"done\"");
    struct reply held = door_get(door, "/metrics", "");
    assert_non_null(strstr(held.text.at, "\ncaseway_held 1\n"));
    struct reply history = door_get(door, "/v1/cases/C-1/history", "");
    assert_string_equal(at(door, &history.json, "items.0.event"), "\"note\"");
    assert_string_equal(at(door, &history.json, "items.0.recorded"), "\"2026-02-01T09:00:00Z\"");
    assert_string_equal(at(door, &history.json, "items.1.origin"), "\"time\"");
    assert_string_equal(at(door, &history.json, "items.1.happened"), "\"2026-01-21T00:00:00Z\"");
    assert_string_equal(at(door, &history.json, "items.1.recorded"), "\"2026-01-21T00:00:00Z\"");
    assert_string_equal(at(door, &history.json, "items.4.event"), "\"engage\"");
    assert_string_equal(at(door, &history.json, "items.4.recorded"), "\"2026-01-06T09:00:00Z\"");
    struct reply end = import(door, "finish=1&until=2026-02-10",
                              "{\"case\":\"C-1\"}\n{\"case\":\"C-9\"}\n"
                              "{}\n{\"case\":\"C-1\",\"event\":\"x\"}\n");
    assert_line(door, &end, 0, "outcome", "\"done\"");
    assert_line(door, &end, 0, "event", "null");
    assert_line(door, &end, 0, "case", "\"C-1\"");
    assert_line(door, &end, 1, "outcome", "\"failed\"");
    assert_line(door, &end, 2, "outcome", "\"failed\"");
    assert_line(door, &end, 3, "outcome", "\"failed\"");
    struct reply released = door_get(door, "/metrics", "");
    assert_non_null(strstr(released.text.at, "\ncaseway_held 0\n"));
}

static void what_is_not_well_asked(void **state)
{
    struct door *door = *state;
    static const char *const wrong[] = {"clock=now",           "until=2026-01-01",
                                        "finish=1&until=x",    "finish=1&until=2031-01-01",
                                        "finish=1&until=week", "begin=1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (import(door, wrong[i], "").status != 400) {
            fail_msg("%s", wrong[i]);
        }
    }
    struct reply empty = import(door, "", "");
    assert_int_equal(empty.status, 200);
    assert_int_equal(empty.text.size, 0);
    assert_int_equal(import(door, "", "\n\n \r\n").text.size, 0);
}

static void a_line_that_is_too_long(void **state)
{
    struct door *door = *state;
    char *body = memory_new(IMPORT_LINE_LIMIT + 200);
    memset(body, ' ', IMPORT_LINE_LIMIT + 1);
    body[0] = '{';
    strcpy(body + IMPORT_LINE_LIMIT, "}\n{\"event\":\"open\"}\n");
    struct reply reply = import(door, "", body);
    assert_line(door, &reply, 0, "outcome", "\"failed\"");
    assert_non_null(strstr(reply.text.at, "the line has more than 131072 bytes"));
    assert_line(door, &reply, 1, "outcome", "\"done\"");
    free(body);
}

/* More lines than a window holds: each answered, in order; and just so many as a request may have. */
static void many_lines(void **state)
{
    struct door *door = *state;
    static const char opening[] = "{\"event\":\"open\"}\n",
                      note[] = "{\"event\":\"note\",\"case\":\"C-1\"}\n";
    size_t lines = API_IMPORT_LINES_LIMIT;
    char *body = memory_new((lines + 2) * sizeof note);
    size_t size = 0;
    for (size_t i = 0; i <= lines; i++) {
        const char *line = i == 0 ? opening : i % 7 == 0 ? "x\n" : note;
        memcpy(body + size, line, strlen(line) + 1);
        size += strlen(line);
    }
    struct reply too_many = import(door, "", body);
    assert_int_equal(too_many.status, 413);
    size -= strlen(lines % 7 == 0 ? "x\n" : note);
    body[size] = '\0';
    struct reply reply = import(door, "", body);
    assert_int_equal(reply.status, 200);
    assert_int_equal(count_lines(&reply), lines);
    struct text rest = reply.text, line;
    int64_t version = 0;
    for (size_t i = 0; i < lines; i++) {
        struct json json;
        struct arena arena;
        arena_init(&arena);
        assert_true(text_split(&rest, '\n', &line));
        assert_int_equal(json_read(&arena, line, &json, NULL), STATUS_OK);
        assert_int_equal(json_get_integer(&json, "line", 0), i + 1);
        if (i == 0 || i % 7 != 0) {
            assert_int_equal(json_get_integer(&json, "version", 0), ++version);
        }
        arena_deinit(&arena);
    }
    free(body);
}

/* --- an engine that is full --------------------------------------------------------------- */

struct full {
    struct flow_port port;
    int refusals; /* so often, before each that is taken */
    int left;
    enum status with;
};

static enum status submit_when_it_suits(void *self, struct job *job)
{
    struct full *full = self;
    if (full->left-- > 0) {
        return full->with;
    }
    full->left = full->refusals;
    return full->port.submit(full->port.self, job);
}

static void a_full_queue_is_waited_for(void **state)
{
    struct door *door = *state;
    struct full full = {door->api->options.port, 2, 2, STATUS_BUSY};
    door->api->options.port = (struct flow_port){submit_when_it_suits, &full};
    struct reply reply = import(door, "", "{\"event\":\"open\"}\n{\"event\":\"note\",\"case\":\"C-1\"}\n");
    assert_line(door, &reply, 0, "outcome", "\"done\"");
    assert_line(door, &reply, 1, "outcome", "\"done\"");
    assert_int_equal(atomic_load(&door->api->in_flight), 0);
}

static void an_engine_that_stops_fails_the_rest(void **state)
{
    struct door *door = *state;
    struct full full = {door->api->options.port, INT32_MAX, 0, STATUS_STOPPED};
    door->api->options.port = (struct flow_port){submit_when_it_suits, &full};
    struct reply reply = import(door, "", "{\"event\":\"open\"}\n{\"event\":\"note\",\"case\":\"C-1\"}\n");
    assert_line(door, &reply, 0, "outcome", "\"done\"");
    assert_line(door, &reply, 1, "outcome", "\"failed\"");
    assert_line(door, &reply, 1, "error", "\"the server is stopping; import this line again\"");
}

int main(void)
{
#define WITH_DOOR(test) cmocka_unit_test_setup_teardown(test, door_setup, door_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DOOR(each_line_has_its_answer),
        WITH_DOOR(a_repeat_is_harmless),
        WITH_DOOR(roles_do_not_hold_and_the_actor_is_the_lines),
        WITH_DOOR(a_replay_and_its_end),
        WITH_DOOR(what_is_not_well_asked),
        WITH_DOOR(a_line_that_is_too_long),
        WITH_DOOR(many_lines),
        WITH_DOOR(a_full_queue_is_waited_for),
        WITH_DOOR(an_engine_that_stops_fails_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
