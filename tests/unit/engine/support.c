/* See support.h. */
#include "support.h"

#include "definition/node.h"
#include "definition/source.h"

#include <stdio.h>
#include <string.h>

instant at(const char *text)
{
    instant found = instant_read(zone_utc(), text_of(text));
    if (found == INSTANT_NONE) {
        fail_msg("%s is no instant", text);
    }
    return found;
}

date day(const char *text)
{
    date found = date_read(text_of(text));
    if (found == DATE_NONE) {
        fail_msg("%s is no date", text);
    }
    return found;
}

void assert_instant(instant found, const char *expected)
{
    char text[INSTANT_TEXT_SIZE] = "none";
    assert_string_equal(found == INSTANT_NONE ? text : instant_write(found, text), expected);
}

void assert_text(struct text text, const char *expected)
{
    if (!text_is(text, expected)) {
        fail_msg("“%.*s” is not “%s”", TEXT_ARGS(text), expected);
    }
}

struct json json_of(struct arena *arena, const char *text)
{
    struct error error;
    struct json json;
    char *copy = arena_copy(arena, text, strlen(text));
    for (char *at_byte = copy; *at_byte; at_byte++) {
        *at_byte = *at_byte == '\'' ? '"' : *at_byte;
    }
    if (json_read(arena, text_of(copy), &json, &error) != STATUS_OK) {
        fail_msg("%s: %s: %s", error.place, error.message, text);
    }
    return json;
}

const char *written(struct bench *bench, struct json json)
{
    return text_copy(&bench->arena, json_to_text(&bench->arena, &json)).at;
}

/* --- the bench ------------------------------------------------------------------ */

static void read_workflow(struct bench *bench, const char *yaml)
{
    struct arena *arena = &bench->arena;
    struct findings findings;
    findings_init(&findings, arena);
    struct source source = {TEXT("w.yaml"), text_of(arena_printf(arena, "workflow: w\n%s", yaml)), &findings};
    const struct node *root = node_read(arena, &source);
    bench->definition = root ? definition_read(arena, root, &source) : NULL;
    if (findings.errors || !bench->definition) {
        struct buffer out;
        buffer_init(&out, arena);
        findings_print(&findings, &out);
        fail_msg("%.*s", TEXT_ARGS(buffer_result(&out)));
    }
}

void bench_begin(struct bench *bench, const char *yaml)
{
    *bench = (struct bench){.now = at("2026-01-05T09:00:00Z"),
                            .command = {.actor = TEXT("ann"),
                                        .all_roles = true,
                                        .at = INSTANT_NONE,
                                        .recorded = INSTANT_NONE,
                                        .override_until = DATE_NONE}};
    arena_init(&bench->arena);
    bench->known[bench->known_count++] = (struct known_record){
        TEXT("P-7"), TEXT("P-7"), SUBJECT_PERSON, TEXT("person"), bench->now, INSTANT_NONE, {0}};
    bench->rules = fake_rules(&bench->fake);
    bench->world.zone = zone_utc();
    bench->world.areas = bench->areas;
    read_workflow(bench, yaml);
    const struct definition **definitions = arena_array(&bench->arena, const struct definition *, 1);
    definitions[0] = bench->definition;
    bench->world.definitions = definitions;
    bench->world.definition_count = 1;
}

void bench_end(struct bench *bench)
{
    assert_int_equal(bench->fake.begun, bench->fake.ended);
    arena_deinit(&bench->arena);
}

static struct json document_of(struct bench *bench)
{
    struct json document = json_null();
    struct error error;
    if (bench->document.size && json_read(&bench->arena, bench->document, &document, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return document;
}

static struct subject *read_subject(struct bench *bench, const struct json *document)
{
    struct error error;
    struct subject *subject = arena_new(&bench->arena, struct subject);
    if (document->type == JSON_NULL) {
        subject_init(subject, bench->definition);
    } else if (subject_read(&bench->arena, bench->definition, document, subject, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    subject->id = 1;
    subject->kind = bench->kind;
    subject->reference = TEXT("C-1");
    subject->version = bench->version;
    return subject;
}

struct subject *subject_of(struct bench *bench)
{
    struct json document = document_of(bench);
    return read_subject(bench, &document);
}

/* What is done is kept as its text; what is not has left the document as it was. */
static void keep(struct bench *bench, struct plan *plan)
{
    bench->plan = plan;
    if (plan->outcome == OUTCOME_DONE) {
        struct json again = subject_write(&bench->arena, read_subject(bench, &plan->document));
        assert_string_equal(written(bench, again), written(bench, plan->document));
        bench->document = text_copy(&bench->arena, json_to_text(&bench->arena, &plan->document));
        bench->version++;
    } else {
        struct json before = document_of(bench), as_it_was = subject_write(&bench->arena, plan->after);
        assert_string_equal(written(bench, plan->document), written(bench, before));
        if (bench->document.size) {
            assert_string_equal(written(bench, as_it_was), written(bench, before));
        }
        assert_int_equal(plan->after->version, bench->version);
        assert_int_equal(plan->messages.count + plan->told.count + plan->ledger.count, 0);
        assert_int_equal(plan->changes.count, 0);
    }
}

static struct command read_command(struct bench *bench, const char *text)
{
    struct error error;
    struct command command;
    struct json json = json_of(&bench->arena, text);
    if (command_read(&bench->arena, zone_utc(), &json, &command, &error) != STATUS_OK) {
        fail_msg("%s: %s", error.message, text);
    }
    command.origin = bench->command.origin;
    command.actor = command.actor.size ? command.actor : bench->command.actor;
    command.all_roles = command.role.size == 0 && bench->command.all_roles;
    return command;
}

static struct plan *plan_once(struct bench *bench, const struct command *command)
{
    struct json document = document_of(bench);
    struct given given = {.now = bench->now,
                          .next_id = 100,
                          .quiet = bench->quiet,
                          .known = bench->known,
                          .known_count = bench->known_count,
                          .episodes = bench->episodes,
                          .episode_count = bench->episode_count};
    return plan_build(&bench->arena, &bench->world, read_subject(bench, &document), &document, command,
                      &given, &bench->rules);
}

enum outcome does(struct bench *bench, const char *text)
{
    struct command command = read_command(bench, text);
    struct plan *first = plan_once(bench, &command), *second = plan_once(bench, &command);
    assert_string_equal(written(bench, plan_answer(&bench->arena, first)),
                        written(bench, plan_answer(&bench->arena, second)));
    assert_string_equal(written(bench, first->changes), written(bench, second->changes));
    keep(bench, second);
    return second->outcome;
}

void must(struct bench *bench, const char *command)
{
    if (does(bench, command) != OUTCOME_DONE) {
        fail_msg("%s: %s", command, written(bench, plan_answer(&bench->arena, bench->plan)));
    }
}

void opens(struct bench *bench, const char *data)
{
    must(bench, data ? arena_printf(&bench->arena, "{'event':'open','data':%s}", data) : "{'event':'open'}");
}

struct plan *next_in_time(struct bench *bench)
{
    struct json document = document_of(bench);
    struct given given = {.now = bench->now, .next_id = 100, .quiet = bench->quiet};
    struct plan *plan = plan_time(&bench->arena, &bench->world, read_subject(bench, &document), &document,
                                  &given, &bench->rules);
    keep(bench, plan);
    return plan;
}

size_t until(struct bench *bench, const char *text)
{
    size_t count = 0;
    bench->now = at(text);
    for (;;) {
        instant due = subject_next_due(subject_of(bench));
        if (due == INSTANT_NONE || due > bench->now) {
            return count;
        }
        if (next_in_time(bench)->outcome != OUTCOME_DONE) {
            fail_msg("time failed: %s", bench->plan->failure.message);
        }
        if (++count > 100) {
            fail_msg("time never ends");
        }
    }
}

/* --- looking ---------------------------------------------------------------------- */

void assert_in(struct bench *bench, const char *states)
{
    struct json configuration = subject_configuration(&bench->arena, subject_of(bench));
    struct buffer out;
    buffer_init(&out, &bench->arena);
    for (uint32_t i = 0; i < configuration.count; i++) {
        buffer_string(&out, i ? " " : "");
        buffer_text(&out, json_text(&configuration.elements[i]));
    }
    assert_text(buffer_result(&out), states);
}

void assert_document(struct bench *bench, const char *path, const char *expected)
{
    struct json document = document_of(bench);
    const struct json *value = &document;
    struct text rest = text_of(path), name;
    while (value && rest.size && text_split(&rest, '.', &name)) {
        value = json_get(value, name);
    }
    const char *found = value ? written(bench, *value) : "nothing";
    const char *wanted =
        strcmp(expected, "nothing") == 0 ? expected : written(bench, json_of(&bench->arena, expected));
    if (strcmp(found, wanted) != 0) {
        fail_msg("%s is %s, not %s", path, found, wanted);
    }
}

void assert_unmet(struct bench *bench, const char *expected)
{
    struct buffer out;
    buffer_init(&out, &bench->arena);
    assert_string_equal(outcome_name(bench->plan->outcome), "refused");
    vector_each(const struct unmet, unmet, &bench->plan->unmet)
    {
        buffer_string(&out, out.size ? " | " : "");
        buffer_printf(&out, "%s: %.*s", unmet->code, TEXT_ARGS(unmet->text));
    }
    assert_text(buffer_result(&out), expected);
}

void assert_ledger(struct bench *bench, const char *expected)
{
    struct buffer out;
    buffer_init(&out, &bench->arena);
    vector_each(const struct ledger_line, line, &bench->plan->ledger)
    {
        char before[MOMENT_TEXT_SIZE], after[MOMENT_TEXT_SIZE];
        buffer_string(&out, out.size ? " | " : "");
        buffer_printf(&out, "%.*s %s %s→%s", TEXT_ARGS(line->deadline), line->change,
                      moment_write(line->before, before), moment_write(line->after, after));
    }
    assert_text(buffer_result(&out), expected);
}

void assert_notes(struct bench *bench, const char *list, const char *expected)
{
    const struct json *notes = json_get(&bench->plan->notes, text_of(list));
    if (strcmp(expected, "nothing") == 0) {
        if (notes) {
            fail_msg("%s", written(bench, *notes));
        }
        return;
    }
    assert_non_null(notes);
    assert_json(bench, *notes, expected);
}
