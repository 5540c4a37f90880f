/* Commands as JSON: each key, each error's sentence, and the way back. */
#include "support.h"

#include <string.h>

static struct arena arena;
static struct command command;
static struct error error;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static enum status read(struct json json)
{
    error = (struct error){0};
    return command_read(&arena, zone_utc(), &json, &command, &error);
}

static void refuses(const char *text, enum status expected, const char *sentence)
{
    enum status status = read(json_of(&arena, text));
    if (status != expected || strcmp(error.message, sentence) != 0) {
        fail_msg("%s: %s: %s", text, status_name(status), error.message);
    }
}

static void takes(const char *text)
{
    if (read(json_of(&arena, text)) != STATUS_OK) {
        fail_msg("%s: %s", text, error.message);
    }
}

static void every_key_is_read(void **state)
{
    (void)state;
    takes(
        "{'key':'k1','case':'C-1','workflow':'w','area':'wcc','event':'go','of':'unborn/2','data':{'a':1},"
        "'tasks':{'call':{'how':'done','reason':'so'}},'actor':'ann','role':'lead','at':'2026-01-05T09:00Z',"
        "'recorded':'2026-01-06T10:00:00.5Z','override':{'reason':' she asked "
        "','until':'2026-02-01'},'if_match':7}");
    assert_text(command.key, "k1");
    assert_text(command.subject, "C-1");
    assert_text(command.workflow, "w");
    assert_text(command.area, "wcc");
    assert_text(command.event, "go");
    assert_text(command.of, "unborn/2");
    assert_int_equal(json_get_integer(&command.data, "a", 0), 1);
    assert_int_equal(command.tasks.count, 1);
    assert_text(command.actor, "ann");
    assert_text(command.role, "lead");
    assert_instant(command.at, "2026-01-05T09:00:00Z");
    assert_instant(command.recorded, "2026-01-06T10:00:00.500Z");
    assert_text(command.override_reason, "she asked");
    assert_int_equal(command.override_until, day("2026-02-01"));
    assert_int_equal(command.if_match, 7);
    assert_int_equal(command.origin, ORIGIN_PERSON);
    assert_false(command.all_roles);
}

static void what_is_not_said_is_absent(void **state)
{
    (void)state;
    takes("{'event':'go','data':null,'at':null,'override':null,'if_match':null,'key':null}");
    assert_int_equal(command.data.type, JSON_NULL);
    assert_int_equal(command.tasks.type, JSON_NULL);
    assert_true(command.at == INSTANT_NONE && command.recorded == INSTANT_NONE);
    assert_int_equal(command.override_until, DATE_NONE);
    assert_int_equal(command.if_match, COMMAND_VERSION_ANY);
    assert_int_equal(command.key.size + command.override_reason.size + command.actor.size, 0);
    takes("{'event':'go','override':'a plain reason'}");
    assert_text(command.override_reason, "a plain reason");
    assert_int_equal(command.override_until, DATE_NONE);
}

static void every_mistake_has_its_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum status status;
        const char *sentence;
    } mistakes[] = {
        {"[]", STATUS_INVALID, "a command is a JSON object"},
        {"null", STATUS_INVALID, "a command is a JSON object"},
        {"'go'", STATUS_INVALID, "a command is a JSON object"},
        {"{}", STATUS_INVALID, "a command says which “event” it is"},
        {"{'event':''}", STATUS_INVALID, "a command says which “event” it is"},
        {"{'event':1}", STATUS_INVALID, "“event” must be a text"},
        {"{'event':'go','key':7}", STATUS_INVALID, "“key” must be a text"},
        {"{'event':'go','case':[]}", STATUS_INVALID, "“case” must be a text"},
        {"{'event':'go','workflow':{}}", STATUS_INVALID, "“workflow” must be a text"},
        {"{'event':'go','area':true}", STATUS_INVALID, "“area” must be a text"},
        {"{'event':'go','of':2}", STATUS_INVALID, "“of” must be a text"},
        {"{'event':'go','actor':2}", STATUS_INVALID, "“actor” must be a text"},
        {"{'event':'go','role':['lead']}", STATUS_INVALID, "“role” must be a text"},
        {"{'event':'go','at':'soon'}", STATUS_INVALID,
         "“at” must be a time that exists, such as 2026-01-05T09:00 or 2026-01-05T09:00:00Z"},
        {"{'event':'go','at':1767600000000}", STATUS_INVALID,
         "“at” must be a time that exists, such as 2026-01-05T09:00 or 2026-01-05T09:00:00Z"},
        {"{'event':'go','recorded':'2026-02-30T09:00Z'}", STATUS_INVALID,
         "“recorded” must be a time that exists, such as 2026-01-05T09:00 or 2026-01-05T09:00:00Z"},
        {"{'event':'go','data':[1]}", STATUS_INVALID,
         "“data” must be a group of answers, {\"field\": value}"},
        {"{'event':'go','tasks':'call'}", STATUS_INVALID,
         "“tasks” must be a group of answers, {\"field\": value}"},
        {"{'event':'go','override':true}", STATUS_INVALID, "“override” must be a reason in words"},
        {"{'event':'go','override':' '}", STATUS_INVALID, "“override” must be a reason in words"},
        {"{'event':'go','override':{'until':'2026-01-01'}}", STATUS_INVALID,
         "“override” must be a reason in words"},
        {"{'event':'go','override':{'reason':'so','until':'2026-02-30'}}", STATUS_INVALID,
         "“override” must be a reason, with a date that exists in `until`"},
        {"{'event':'go','if_match':0}", STATUS_INVALID, "“if_match” must be a version, 1 or more"},
        {"{'event':'go','if_match':'1'}", STATUS_INVALID, "“if_match” must be a version, 1 or more"},
        {"{'event':'go','if_match':1.5}", STATUS_INVALID, "“if_match” must be a version, 1 or more"},
        {"{'event':'go','evnt':'go'}", STATUS_INVALID, "a command has no “evnt”; did you mean “event”?"},
        {"{'event':'go','Data':{}}", STATUS_INVALID, "a command has no “Data”; did you mean “data”?"},
        {"{'event':'go','something':1}", STATUS_INVALID, "a command has no “something”"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        refuses(mistakes[i].text, mistakes[i].status, mistakes[i].sentence);
    }
}

static struct text long_text(size_t size)
{
    char *bytes = arena_alloc(&arena, size);
    memset(bytes, 'x', size);
    return (struct text){bytes, size};
}

static void texts_have_a_limit(void **state)
{
    (void)state;
    struct json json = json_of(&arena, "{'event':'go'}");
    json_set(&arena, &json, TEXT("actor"), json_string(long_text(COMMAND_KEY_LIMIT)));
    assert_int_equal(read(json), STATUS_OK);
    json_set(&arena, &json, TEXT("actor"), json_string(long_text(COMMAND_KEY_LIMIT + 1)));
    assert_int_equal(read(json), STATUS_LIMIT);
    assert_string_equal(error.message, "“actor” is longer than 200 bytes");
}

/* The limit is of the canonical text: {"a":"…"} takes eight bytes around its text. */
static void groups_have_a_limit(void **state)
{
    (void)state;
    static const char *const groups[] = {"data", "tasks"};
    for (size_t i = 0; i < 2; i++) {
        struct json group = json_object(), json = json_of(&arena, "{'event':'go'}");
        json_set(&arena, &group, TEXT("a"), json_string(long_text(COMMAND_DATA_LIMIT - 8)));
        json_set(&arena, &json, text_of(groups[i]), group);
        assert_int_equal(read(json), STATUS_OK);
        json_set(&arena, &group, TEXT("a"), json_string(long_text(COMMAND_DATA_LIMIT - 7)));
        json_set(&arena, &json, text_of(groups[i]), group);
        assert_int_equal(read(json), STATUS_LIMIT);
        assert_string_equal(error.message,
                            arena_printf(&arena, "“%s” is longer than 65536 bytes", groups[i]));
    }
}

static void a_reason_has_a_limit(void **state)
{
    (void)state;
    struct json json = json_of(&arena, "{'event':'go'}");
    json_set(&arena, &json, TEXT("override"), json_string(long_text(COMMAND_REASON_LIMIT)));
    assert_int_equal(read(json), STATUS_OK);
    json_set(&arena, &json, TEXT("override"), json_string(long_text(COMMAND_REASON_LIMIT + 1)));
    assert_int_equal(read(json), STATUS_LIMIT);
    assert_string_equal(error.message, "“override” is longer than 4000 bytes");
}

/* An instant without an offset is in the zone that is given. */
static void a_time_may_leave_its_offset_out(void **state)
{
    (void)state;
    takes("{'event':'go','at':'2026-01-05T09:00'}");
    assert_instant(command.at, "2026-01-05T09:00:00Z");
    takes("{'event':'go','at':'2026-01-05T09:00+02:00'}");
    assert_instant(command.at, "2026-01-05T07:00:00Z");
    takes("{'event':'go','at':'2026-01-05'}");
    assert_instant(command.at, "2026-01-05T00:00:00Z");
}

static void what_is_written_reads_as_the_same(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "{'event':'go'}",
        "{'actor':'ann','area':'wcc','at':'2026-01-05T09:00:00Z','case':'C-1','data':{'a':[1,{'b':null}]},'"
        "event':'go',"
        "'if_match':7,'key':'k','of':'unborn/2','override':{'reason':'so','until':'2026-02-01'},"
        "'recorded':'2026-01-06T10:00:00.500Z','role':'lead','tasks':{'call':{'how':'done','reason':'x'}},'"
        "workflow':'w'}",
        "{'data':{},'event':'open','tasks':{}}",
        "{'event':'go','override':{'reason':'so'}}",
    };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct json given = json_of(&arena, commands[i]);
        assert_int_equal(read(given), STATUS_OK);
        struct json back = command_write(&arena, &command);
        assert_text(json_to_text(&arena, &back), text_copy(&arena, json_to_text(&arena, &given)).at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(what_is_not_said_is_absent),
        cmocka_unit_test(every_mistake_has_its_sentence),
        cmocka_unit_test(texts_have_a_limit),
        cmocka_unit_test(groups_have_a_limit),
        cmocka_unit_test(a_reason_has_a_limit),
        cmocka_unit_test(a_time_may_leave_its_offset_out),
        cmocka_unit_test(what_is_written_reads_as_the_same),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
