/* See support.h. */
#include "support.h"

#include "definition/source.h"

#include <stdio.h>
#include <string.h>

struct faults faults;

/* --- the store's vtable --------------------------------------------------------------- */

static bool comes_now(size_t *countdown)
{
    return *countdown > 0 && --*countdown == 0;
}

static enum status apply(struct store *store, struct store_change *change, struct error *error)
{
    faults.applies++;
    if (comes_now(&faults.fail_apply) || (faults.fail_alias && text_is(change->alias, faults.fail_alias))) {
        return error_set(error, faults.status, "the store was made to fail");
    }
    return faults.real->apply(store, change, error);
}

static enum status commit(struct store *store, struct error *error)
{
    faults.commits++;
    if (comes_now(&faults.fail_commit)) {
        faults.real->rollback(store);
        return error_set(error, faults.status, "the disk was made to fail");
    }
    return faults.real->commit(store, error);
}

static void rollback(struct store *store)
{
    faults.rollbacks++;
    faults.real->rollback(store);
}

static enum status agenda(struct store *store, size_t limit, struct arena *arena, struct agenda_row *rows,
                          size_t *count, struct error *error)
{
    enum status status = faults.real->agenda(store, limit, arena, rows, count, error);
    if (status == STATUS_OK && *count && faults.agenda_instead) {
        rows[0].command = text_of(faults.agenda_instead);
    }
    return status;
}

static enum status agenda_fail(struct store *store, int64_t number, struct text why, struct error *error)
{
    static char kept[256];
    size_t size = why.size < sizeof kept ? why.size : sizeof kept;
    memcpy(kept, why.at, size);
    faults.agenda_failed = (struct text){kept, size};
    faults.agenda_failures++;
    faults.agenda_instead = NULL;
    return faults.real->agenda_fail(store, number, why, error);
}

static enum status tamper(enum status status, struct stored_subject *subject, struct error *error)
{
    if (comes_now(&faults.fail_load)) {
        return error_set(error, faults.status, "the store was made to fail");
    }
    if (status == STATUS_OK && faults.damage && text_is(subject->reference, faults.damage)) {
        subject->document = text_of(faults.document);
    }
    return status;
}

static enum status load(struct store *store, struct arena *arena, struct text reference,
                        struct stored_subject *subject, struct error *error)
{
    return tamper(faults.real->load(store, arena, reference, subject, error), subject, error);
}

static enum status load_id(struct store *store, struct arena *arena, int64_t id,
                           struct stored_subject *subject, struct error *error)
{
    return tamper(faults.real->load_id(store, arena, id, subject, error), subject, error);
}

static void put_between(struct store *store)
{
    static struct store_api api;
    faults = (struct faults){.real = store->api};
    api = *store->api;
    api.apply = apply;
    api.commit = commit;
    api.rollback = rollback;
    api.load = load;
    api.load_id = load_id;
    api.agenda = agenda;
    api.agenda_fail = agenda_fail;
    store->api = &api;
}

/* --- the site ---------------------------------------------------------------------------- */

static const char person[] =
    "workflow: person\n"
    "fields: {name: {type: text}, mood: {type: text}}\n"
    "events: {open: {}, cheer: {}, rename: {}, never: {}}\n"
    "initial: known\n"
    "states: {known: {on: {cheer: {actions: [{assign: {mood: = event.data.mood}}]},\n"
    "  rename: {actions: [{assign: {name: = event.data.name}}]}}, tasks: {greet: {}}}, "
    "gone: {on: {never: known}}}\n";

static const struct definition *read_workflow(struct site *site, const char *yaml)
{
    struct findings findings;
    findings_init(&findings, &site->arena);
    struct source source = {TEXT("w.yaml"), text_of(yaml), &findings};
    const struct node *root = node_read(&site->arena, &source);
    const struct definition *definition = root ? definition_read(&site->arena, root, &source) : NULL;
    if (!definition) {
        struct buffer out;
        buffer_init(&out, &site->arena);
        findings_print(&findings, &out);
        fail_msg("%.*s", TEXT_ARGS(buffer_result(&out)));
    }
    return definition;
}

static void make_world(struct site *site, const char *yaml)
{
    struct arena *arena = &site->arena;
    const struct definition **definitions = arena_array(arena, const struct definition *, 2);
    definitions[0] = read_workflow(site, arena_printf(arena, "workflow: w\n%s", yaml));
    definitions[1] = read_workflow(site, person);
    site->world.zone = zone_utc();
    site->world.definitions = definitions;
    site->world.definition_count = 2;
    for (int32_t i = 0; i < 2; i++) {
        map_add(arena, &site->world.current, definitions[i]->name, i);
        map_add(arena, &site->world.by_digest, digest_hex(arena, &definitions[i]->digest), i);
    }
}

void site_begin(struct site *site, const char *yaml)
{
    struct error error;
    *site = (struct site){.clock = {.at = at("2026-01-05T09:00:00Z")}};
    arena_init(&site->arena);
    make_world(site, yaml);
    if (store_open_memory(&site->store, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    put_between(site->store);
    struct flow_options options = {.store = site->store,
                                   .world = &site->world,
                                   .rules = fake_rules(&site->fake),
                                   .clock = clock_of_virtual(&site->clock),
                                   .random = random_of_seed(&site->seeded, 7)};
    site->flow = flow_new(&options);
}

void site_end(struct site *site)
{
    assert_int_equal(site->fake.begun, site->fake.ended);
    flow_free(site->flow);
    store_close(site->store);
    arena_deinit(&site->arena);
}

instant at(const char *text)
{
    instant found = instant_read(zone_utc(), text_of(text));
    if (found == INSTANT_NONE) {
        fail_msg("%s is no instant", text);
    }
    return found;
}

void set_clock(struct site *site, const char *text)
{
    site->clock.at = at(text);
}

struct job *job_of(struct site *site, const char *command)
{
    struct error error;
    struct json json;
    struct job *job = arena_new(&site->arena, struct job);
    char *copy = arena_copy(&site->arena, command, strlen(command));
    for (char *byte = copy; *byte; byte++) {
        *byte = *byte == '\'' ? '"' : *byte;
    }
    if (json_read(&site->arena, text_of(copy), &json, &error) != STATUS_OK ||
        command_read(&site->arena, zone_utc(), &json, &job->command, &error) != STATUS_OK) {
        fail_msg("%s: %s", error.message, command);
    }
    job->command.all_roles = job->command.role.size == 0;
    job->arena = &site->arena;
    return job;
}

enum status turn(struct site *site, struct job *const *jobs, size_t count)
{
    struct error error;
    return flow_turn(site->flow, jobs, count, &error);
}

struct job *does(struct site *site, const char *command)
{
    struct job *job = job_of(site, command);
    assert_int_equal(turn(site, &job, 1), STATUS_OK);
    return job;
}

struct job *must(struct site *site, const char *command)
{
    struct job *job = does(site, command);
    if (job->status != STATUS_OK || job->outcome != OUTCOME_DONE) {
        fail_msg("%s: %s %s %.*s", command, status_name(job->status), job->status ? job->error.message : "",
                 TEXT_ARGS(json_to_text(&site->arena, &job->answer)));
    }
    return job;
}

size_t let_time_pass(struct site *site)
{
    size_t done, all = 0;
    struct error error;
    do {
        if (flow_turn_of_time(site->flow, 16, &done, &error) != STATUS_OK) {
            fail_msg("%s", error.message);
        }
        all += done;
        assert_true(all < 1000);
    } while (done);
    return all;
}

/* --- looking ------------------------------------------------------------------------------- */

struct stored_subject loaded(struct site *site, const char *reference)
{
    struct error error;
    struct stored_subject subject;
    if (site->store->api->load(site->store, &site->arena, text_of(reference), &subject, &error) !=
        STATUS_OK) {
        fail_msg("%s: %s", reference, error.message);
    }
    return subject;
}

struct store_counts counts(struct site *site)
{
    struct error error;
    struct store_counts found;
    assert_int_equal(site->store->api->counts(site->store, &found, &error), STATUS_OK);
    return found;
}

void assert_verified(struct site *site)
{
    struct error error;
    struct store_verified found;
    assert_int_equal(site->store->api->verify(site->store, &site->arena, NULL, NULL, &found, &error),
                     STATUS_OK);
    if (found.faults) {
        fail_msg("%.*s", TEXT_ARGS(found.first_fault));
    }
}

struct listing {
    struct arena *arena;
    VECTOR(struct text)
    events;
};

static bool list_entry(void *self, const struct stored_entry *row)
{
    struct listing *listing = self;
    struct json content;
    assert_int_equal(json_read(listing->arena, row->content, &content, NULL), STATUS_OK);
    struct text event = json_get_text(json_member_of(&content, "command"), "event");
    vector_push(listing->arena, &listing->events, text_copy(listing->arena, event));
    return true;
}

void assert_entries(struct site *site, const char *reference, const char *events)
{
    struct error error;
    struct listing listing = {.arena = &site->arena};
    struct stored_subject subject = loaded(site, reference);
    struct buffer out;
    assert_int_equal(
        site->store->api->entries(site->store, &site->arena, subject.id, 0, list_entry, &listing, &error),
        STATUS_OK);
    buffer_init(&out, &site->arena);
    for (size_t i = listing.events.count; i-- > 0;) {
        buffer_text(&out, listing.events.at[i]);
        buffer_string(&out, i ? " " : "");
    }
    assert_text(buffer_result(&out), events);
    assert_int_equal(subject.version, listing.events.count);
}

void assert_text(struct text text, const char *expected)
{
    if (!text_is(text, expected)) {
        fail_msg("“%.*s” is not “%s”", TEXT_ARGS(text), expected);
    }
}

void assert_json(struct site *site, struct json json, const char *expected)
{
    struct json wanted;
    char *copy = arena_copy(&site->arena, expected, strlen(expected));
    for (char *byte = copy; *byte; byte++) {
        *byte = *byte == '\'' ? '"' : *byte;
    }
    assert_int_equal(json_read(&site->arena, text_of(copy), &wanted, NULL), STATUS_OK);
    assert_text(json_to_text(&site->arena, &json),
                text_copy(&site->arena, json_to_text(&site->arena, &wanted)).at);
}

void assert_job_at(const struct job *job, const char *expected, const char *file, int line)
{
    char found[64];
    (void)snprintf(found, sizeof found, "%s %s", status_name(job->status),
                   job->status == STATUS_OK ? outcome_name(job->outcome) : "-");
    if (strcmp(found, expected) != 0) {
        print_error("“%s” is not “%s”: %s\n", found, expected,
                    job->status == STATUS_OK ? "" : job->error.message);
        _fail(file, line);
    }
}

void assert_instant(instant found, const char *expected)
{
    char text[INSTANT_TEXT_SIZE] = "none";
    assert_string_equal(found == INSTANT_NONE ? text : instant_write(found, text), expected);
}
