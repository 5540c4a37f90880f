/* See replay.h. What is written to the store is what the report reads: documents, and the changes of every
 * entry. */
#include "replay.h"

#include "base/files.h"
#include "definition/node.h"

#include <stdlib.h>

enum { FILE_LIMIT = 16 * 1024 * 1024 };

struct text replay_file(struct arena *arena, const char *path)
{
    struct files files = files_system();
    struct text content = {0};
    struct error error;
    (void)files.read(files.self, arena, path, FILE_LIMIT, &content, &error);
    return content;
}

static struct text must_read(struct arena *arena, const char *path)
{
    struct text content = replay_file(arena, path);
    if (content.size == 0) {
        fail_msg("%s cannot be read", path);
    }
    return content;
}

static void must_be_whole(const struct findings *findings)
{
    if (findings->errors || findings->warnings) {
        struct buffer out;
        buffer_init(&out, findings->arena);
        findings_print(findings, &out);
        fail_msg("%.*s", TEXT_ARGS(buffer_result(&out)));
    }
}

/* --- the world --------------------------------------------------------------- */

static const struct calendar *read_calendar(struct arena *arena, const char *path)
{
    struct findings findings;
    findings_init(&findings, arena);
    struct source source = {text_of(path), must_read(arena, path), &findings};
    const struct node *root = node_read(arena, &source);
    must_be_whole(&findings);
    const struct node *days = node_get(root, "holidays");
    struct calendar *calendar = arena_new(arena, struct calendar);
    date *holidays = arena_array(arena, date, days->count);
    for (uint32_t i = 0; i < days->count; i++) {
        holidays[i] = date_read(days->entries[i].key);
    }
    *calendar = (struct calendar){.name = node_get(root, "calendar")->scalar,
                                  .holidays = holidays,
                                  .count = days->count,
                                  .known_from = DATE_FIRST,
                                  .known_until = DATE_LAST};
    return calendar;
}

static void add_plugin(struct replay *replay, const char *name, struct plugin *plugins, struct area *areas)
{
    struct arena *arena = &replay->arena;
    struct world *world = &replay->world;
    struct findings findings;
    struct manifest manifest;
    findings_init(&findings, arena);
    const char *file = arena_printf(arena, "plugins/%s/manifest.yaml", name);
    const char *code = arena_printf(arena, "plugins/%s/init.lua", name);
    struct source source = {text_of(file), must_read(arena, file), &findings};
    bool read = manifest_read(arena, &source, text_of(code), must_read(arena, code), json_null(), &manifest);
    must_be_whole(&findings);
    assert_true(read);
    plugins[world->plugin_count] = manifest.plugin;
    for (size_t i = 0; i < manifest.area_count; i++) {
        areas[world->area_count] = manifest.areas[i];
        areas[world->area_count++].plugin = (uint16_t)world->plugin_count;
    }
    world->plugin_count++;
}

static const struct definition *read_workflow(struct replay *replay, const char *name)
{
    struct arena *arena = &replay->arena;
    struct findings findings;
    findings_init(&findings, arena);
    const char *file = arena_printf(arena, "workflows/%s/workflow.yaml", name);
    struct source source = {text_of(file), must_read(arena, file), &findings};
    const struct node *root = node_read(arena, &source);
    const struct definition *definition = root ? definition_read(arena, root, &source) : NULL;
    must_be_whole(&findings);
    script_check_definition(replay->script, definition, &findings);
    must_be_whole(&findings);
    return definition;
}

static void make_world(struct replay *replay, const char *workflow)
{
    static const char *const shipped[] = {"action-for-change", "rbkc", "lbhf", "wcc"};
    enum { SHIPPED = sizeof shipped / sizeof *shipped };
    struct arena *arena = &replay->arena;
    struct world *world = &replay->world;
    struct error error;
    struct plugin *plugins = arena_array(arena, struct plugin, SHIPPED);
    struct area *areas = arena_array(arena, struct area, SHIPPED);
    const struct definition **definitions = arena_array(arena, const struct definition *, 1);
    const struct calendar **calendars = arena_array(arena, const struct calendar *, 1);
    struct text zone = must_read(arena, "/usr/share/zoneinfo/Europe/London");
    assert_int_equal(zone_read(arena, TEXT("Europe/London"), zone, &world->zone, &error), STATUS_OK);
    calendars[0] = read_calendar(arena, "plugins/england-and-wales/calendars/england-and-wales.yaml");
    definitions[0] = read_workflow(replay, workflow);
    for (size_t i = 0; i < SHIPPED; i++) {
        add_plugin(replay, shipped[i], plugins, areas);
    }
    world->definitions = definitions;
    world->definition_count = 1;
    world->calendars = calendars;
    world->calendar_count = 1;
    world->plugins = plugins;
    world->areas = areas;
    map_add(arena, &world->current, definitions[0]->name, 0);
    map_add(arena, &world->by_digest, digest_hex(arena, &definitions[0]->digest), 0);
}

struct replay *replay_new(const char *workflow)
{
    struct error error;
    struct replay *replay = memory_new(sizeof *replay);
    *replay = (struct replay){.next_id = 1};
    arena_init(&replay->arena);
    arena_init(&replay->turn);
    replay->script = script_new(NULL);
    replay->rules = script_rules(replay->script);
    make_world(replay, workflow);
    assert_int_equal(store_open_memory(&replay->store, &error), STATUS_OK);
    return replay;
}

void replay_free(struct replay *replay)
{
    store_close(replay->store);
    script_free(replay->script);
    arena_deinit(&replay->turn);
    arena_deinit(&replay->arena);
    free(replay);
}

/* --- one command ------------------------------------------------------------------ */

static struct replayed *find(struct replay *replay, struct text reference)
{
    int32_t index = map_get(&replay->by_reference, reference);
    return index == MAP_NONE ? NULL : &replay->cases.at[index];
}

static struct replayed *add(struct replay *replay, const struct command *command)
{
    struct arena *arena = &replay->arena;
    struct replayed one = {.id = replay->next_id++,
                           .reference = text_copy(arena, command->subject),
                           .workflow = text_copy(arena, command->workflow),
                           .area = text_copy(arena, command->area)};
    assert_true(map_add(arena, &replay->by_reference, one.reference, (int32_t)replay->cases.count));
    vector_push(arena, &replay->cases, one);
    return &replay->cases.at[replay->cases.count - 1];
}

static void read_subject(struct replay *replay, const struct replayed *one, struct json *document,
                         struct subject *subject)
{
    struct error error;
    const struct definition *definition = replay->world.definitions[0];
    *document = json_null();
    if (one->version == 0) {
        subject_init(subject, definition);
    } else {
        assert_int_equal(json_read(&replay->turn, one->document, document, &error), STATUS_OK);
        assert_int_equal(subject_read(&replay->turn, definition, document, subject, &error), STATUS_OK);
    }
    subject->id = one->id;
    subject->kind = SUBJECT_CASE;
    subject->reference = one->reference;
    subject->version = one->version;
}

static void keep(struct replay *replay, struct replayed *one, const struct plan *plan)
{
    struct error error;
    struct json content = json_object();
    struct text document = json_to_text(&replay->turn, &plan->document);
    json_set(&replay->turn, &content, TEXT("changes"), plan->changes);
    struct store_change change = {
        .subject = {.id = one->id,
                    .kind = SUBJECT_CASE,
                    .reference = one->reference,
                    .workflow = one->workflow,
                    .definition = digest_hex(&replay->turn, &replay->world.definitions[0]->digest),
                    .area = one->area,
                    .worker = plan->after->worker,
                    .opened = plan->after->opened,
                    .closed = plan->after->closed,
                    .version = one->version + 1,
                    .due = INSTANT_NONE,
                    .document = document},
        .is_new = one->version == 0,
        .expected_version = one->version,
        .alias = one->version == 0 ? one->reference : (struct text){0},
        .worker_changed = true,
        .happened = plan->happened,
        .recorded = plan->recorded,
        .content = json_to_text(&replay->turn, &content),
    };
    enum status status = replay->store->api->apply(replay->store, &change, &error);
    if (status != STATUS_OK) {
        fail_msg("%.*s: %s", TEXT_ARGS(one->reference), error.message);
    }
    one->version++;
    one->document = text_copy(&replay->arena, document);
    replay->next_id = plan->next_id;
}

/* What time brings to ONE until then. */
static void bring(struct replay *replay, struct replayed *one, instant until)
{
    while (one->version) {
        struct json document;
        struct subject subject;
        arena_reset(&replay->turn);
        read_subject(replay, one, &document, &subject);
        instant due = subject_next_due(&subject);
        if (due == INSTANT_NONE || due > until) {
            return;
        }
        struct given given = {.now = due, .next_id = replay->next_id, .quiet = true};
        struct plan *plan =
            plan_time(&replay->turn, &replay->world, &subject, &document, &given, &replay->rules);
        assert_int_equal(plan->outcome, OUTCOME_DONE);
        keep(replay, one, plan);
    }
}

static struct replayed *begin_turn(struct replay *replay, const struct command *command)
{
    struct replayed *one = find(replay, command->subject);
    if (!one && text_is(command->event, "open")) {
        one = add(replay, command);
    }
    if (!one) {
        fail_msg("there is no case %.*s", TEXT_ARGS(command->subject));
    }
    return one;
}

enum outcome replay_line(struct replay *replay, struct text line, struct json *answer)
{
    struct error error;
    struct json object, document;
    struct command command;
    struct subject subject;
    struct arena kept; /* the command outlives what time brings before it */
    arena_init(&kept);
    if (json_read(&kept, line, &object, &error) != STATUS_OK ||
        command_read(&kept, replay->world.zone, &object, &command, &error) != STATUS_OK) {
        fail_msg("%s: %.*s", error.message, TEXT_ARGS(line));
    }
    command.origin = ORIGIN_IMPORT;
    struct replayed *one = begin_turn(replay, &command);
    assert_true(replay->store->api->begin(replay->store, &error) == STATUS_OK);
    bring(replay, one, command.at);
    arena_reset(&replay->turn);
    read_subject(replay, one, &document, &subject);
    instant recorded = command.recorded == INSTANT_NONE ? command.at : command.recorded;
    struct given given = {.now = recorded, .next_id = replay->next_id, .quiet = true};
    struct plan *plan =
        plan_build(&replay->turn, &replay->world, &subject, &document, &command, &given, &replay->rules);
    if (plan->outcome == OUTCOME_DONE) {
        keep(replay, one, plan);
    } else if (plan->outcome == OUTCOME_FAILED) {
        print_message("%s %s\n", plan->failure.message, plan->failure.place);
    }
    assert_true(replay->store->api->commit(replay->store, &error) == STATUS_OK);
    enum outcome outcome = plan->outcome;
    if (answer) {
        *answer = json_copy(&replay->turn, plan_answer(&replay->turn, plan));
    }
    arena_deinit(&kept);
    return outcome;
}

void replay_until(struct replay *replay, instant until)
{
    struct error error;
    assert_true(replay->store->api->begin(replay->store, &error) == STATUS_OK);
    for (size_t i = 0; i < replay->cases.count; i++) {
        bring(replay, &replay->cases.at[i], until);
    }
    assert_true(replay->store->api->commit(replay->store, &error) == STATUS_OK);
}
