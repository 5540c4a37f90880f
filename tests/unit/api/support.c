#include "support.h"

#include "base/files.h"
#include "base/thread.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <dirent.h>

const char help_workflow[] =
    "workflow: help\n"
    "title: Help at home\n"
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
    "fields:\n"
    "  parent:  {type: person, title: Parent}\n"
    "  consent: {type: choice, title: Consent, default: not-asked, options: {not-asked: Not asked, given: "
    "Given}}\n"
    "  visits:  {type: number, title: Visits, default: 0}\n"
    "  twice:   {type: number, title: Twice, value: = data.visits * 2}\n"
    "forms:\n"
    "  referral: {title: Referral, fields: [parent, consent]}\n"
    "  visit: {title: Visit, fields: [{visits: {required: true}}]}\n"
    "events:\n"
    "  open: {title: Refer, form: referral}\n"
    "  engage: {title: Start together, roles: [lead]}\n"
    "  agreed: {title: The parent agrees, form: referral}\n"
    "  visit: {title: Record a visit, form: visit}\n"
    "  breaks: {title: Break}\n"
    "  end: {title: End}\n"
    "milestones:\n"
    "  engaged: {title: Engaged, when: In(\"service\")}\n"
    "  busy: {title: Seen often, when: 'last(\"visit\").visits ~= nil and last(\"visit\").visits > 9'}\n"
    "initial: referral\n"
    "states:\n"
    "  referral:\n"
    "    tasks: {decide: {title: Decide, role: lead, due: 1 working day}}\n"
    "    on:\n"
    "      agreed: {}\n"
    "      breaks: {actions: [{raise: breaks}]}\n"
    "      engage:\n"
    "        target: service\n"
    "        requires: [{if: data.consent == \"given\", else: The parent has not agreed., who: worker, "
    "override: lead}]\n"
    "  service:\n"
    "    deadlines: {look: {title: Look again, due: 2 weeks, warn: 2 days}}\n"
    "    tasks: {note: {title: Write a note, role: worker, due: 1 week}}\n"
    "    on: {visit: {}, end: closed}\n"
    "  closed: {type: final}\n"
    "measures:\n"
    "  numbers:\n"
    "    title: Numbers\n"
    "    rows:\n"
    "      referrals: {title: Referrals, count: true}\n"
    "      engaged: {title: Engaged, count: reached(\"engaged\"), of: referrals}\n";

/* --- the world -------------------------------------------------------------------------- */

static const struct definition *read_workflow(struct arena *arena, const char *file, struct text bytes,
                                              struct findings *findings)
{
    struct source *source = arena_new(arena, struct source);
    *source = (struct source){text_of(file), text_copy(arena, bytes), findings};
    const struct node *root = node_read(arena, source);
    return root ? definition_read(arena, root, source) : NULL;
}

static const struct world *world_of(struct arena *arena, const struct definition *const *definitions,
                                    size_t count)
{
    struct world *world = arena_new(arena, struct world);
    struct area *areas = arena_array(arena, struct area, 2);
    areas[0] = (struct area){TEXT("wcc"), TEXT("Westminster"), DATE_NONE, DATE_NONE, DEFINITION_NONE};
    areas[1] = (struct area){TEXT("rbkc"), TEXT("Kensington"), DATE_NONE, DATE_NONE, DEFINITION_NONE};
    *world = (struct world){.zone = zone_utc(),
                            .definitions = definitions,
                            .definition_count = count,
                            .areas = areas,
                            .area_count = 2};
    for (size_t i = 0; i < count; i++) {
        map_add(arena, &world->current, definitions[i]->name, (int32_t)i);
        map_add(arena, &world->by_digest, digest_hex(arena, &definitions[i]->digest), (int32_t)i);
    }
    return world;
}

static void read_world(struct door *door)
{
    struct findings findings;
    struct text person;
    struct files files = files_system();
    const struct definition **definitions = arena_array(&door->arena, const struct definition *, 2);
    findings_init(&findings, &door->arena);
    assert_int_equal(files.read(files.self, &door->arena, SOURCE_DIR "/workflows/person/workflow.yaml",
                                NODE_FILE_LIMIT, &person, NULL),
                     STATUS_OK);
    definitions[0] = read_workflow(&door->arena, "help.yaml", text_of(help_workflow), &findings);
    definitions[1] = read_workflow(&door->arena, "person.yaml", person, &findings);
    if (!definitions[0] || !definitions[1]) {
        struct buffer out;
        buffer_init(&out, &door->arena);
        findings_print(&findings, &out);
        fail_msg("%.*s", TEXT_ARGS(buffer_result(&out)));
    }
    door->world = world_of(&door->arena, definitions, 2);
}

/* --- the workshop ------------------------------------------------------------------------- */

static const struct world *world_of_files(void *self, struct arena *arena, const struct json *files,
                                          struct findings *findings)
{
    (void)self;
    const struct definition **definitions = arena_array(arena, const struct definition *, files->count);
    for (uint32_t i = 0; i < files->count; i++) {
        definitions[i] = read_workflow(arena, text_copy(arena, files->members[i].name).at,
                                       json_text(&files->members[i].value), findings);
        if (!definitions[i]) {
            return NULL;
        }
    }
    return world_of(arena, definitions, files->count);
}

static enum status rules_new(void *self, struct rules *rules, struct error *error)
{
    (void)self, (void)error;
    *rules = script_rules(script_new(NULL));
    return STATUS_OK;
}

static void rules_free(void *self, struct rules *rules)
{
    (void)self;
    script_free(rules->self);
}

static enum status store_in_memory(void *self, struct store **store, struct error *error)
{
    (void)self;
    return store_open_memory(store, error);
}

/* --- the door --------------------------------------------------------------------------------- */

static void stopped(void *self, const struct error *error)
{
    (void)self;
    fail_msg("the engine stopped: %s", error->message);
}

static struct door *door_new(struct store *store, bool threads, size_t readers)
{
    struct error error;
    struct door *door = memory_new(sizeof *door);
    memset(door, 0, sizeof *door);
    arena_init(&door->arena);
    door->store = store;
    door->clock.at = DOOR_NOW;
    door->workshop = (struct workshop){.world_of_files = world_of_files,
                                       .rules_new = rules_new,
                                       .rules_free = rules_free,
                                       .store_in_memory = store_in_memory};
    door->script = script_new(NULL);
    read_world(door);
    struct clock clock = clock_of_virtual(&door->clock);
    struct random random = random_of_seed(&door->seeded, 1);
    door->flow =
        flow_new(&(struct flow_options){store, door->world, script_rules(door->script), clock, random});
    if (threads) {
        door->queue = queue_new(door->flow, stopped, door);
        assert_int_equal(queue_start(door->queue, &error), STATUS_OK);
    }
    struct api_options options = {.store = store,
                                  .world = door->world,
                                  .port = threads ? queue_port(door->queue) : flow_direct_port(door->flow),
                                  .clock = clock,
                                  .random = random,
                                  .workshop = &door->workshop,
                                  .readers = readers};
    assert_int_equal(api_new(&options, &door->api, &error), STATUS_OK);
    return door;
}

void door_close(struct door *door)
{
    api_free(door->api);
    if (door->queue) {
        queue_stop(door->queue);
        queue_free(door->queue);
    }
    flow_free(door->flow);
    script_free(door->script);
    store_close(door->store);
    arena_deinit(&door->arena);
    if (door->folder[0]) {
        char path[128];
        DIR *folder = opendir(door->folder);
        for (struct dirent *entry; folder && (entry = readdir(folder));) {
            (void)snprintf(path, sizeof path, "%s/%.40s", door->folder, entry->d_name);
            (void)unlink(path);
        }
        (void)closedir(folder);
        (void)rmdir(door->folder);
    }
    free(door);
}

struct door *door_open_on_disk(size_t readers)
{
    struct store *store;
    struct error error;
    char folder[] = "/tmp/caseway-api-XXXXXX";
    struct random random = random_system();
    assert_non_null(mkdtemp(folder));
    if (store_open(folder, true, &random, &store, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    struct door *door = door_new(store, true, readers);
    memcpy(door->folder, folder, sizeof folder);
    return door;
}

int door_setup(void **state)
{
    struct store *store;
    struct error error;
    if (store_open_memory(&store, &error) != STATUS_OK) {
        return -1;
    }
    *state = door_new(store, false, 0);
    return 0;
}

int door_teardown(void **state)
{
    door_close(*state);
    return 0;
}

/* --- asking --------------------------------------------------------------------------------------- */

struct waiting {
    lock lock;
    condition wake;
    int done;
};

static void exchange_done(struct exchange *exchange)
{
    struct waiting *waiting = exchange->owner;
    lock_take(&waiting->lock);
    waiting->done++;
    condition_wake(&waiting->wake);
    lock_give(&waiting->lock);
}

static struct reply reply_of(struct door *door, const struct response *response)
{
    struct arena *arena = &door->arena;
    struct reply reply = {.status = response->status,
                          .type = text_copy(arena, response->content_type),
                          .text = text_copy(arena, response->body),
                          .etag = text_copy(arena, response->etag),
                          .location = text_copy(arena, response->location),
                          .allow = text_copy(arena, response->allow),
                          .retry = response->retry};
    (void)json_read(arena, reply.text, &reply.json, NULL);
    return reply;
}

struct reply door_ask(struct door *door, const struct ask *ask)
{
    struct waiting waiting = {.done = 0};
    struct exchange exchange = {.done = exchange_done, .owner = &waiting};
    exchange.request = (struct request){
        .method = text_of(ask->method),
        .path = text_of(ask->path),
        .query = text_of(ask->query),
        .idempotency_key = text_of(ask->key),
        .if_match = text_of(ask->if_match),
        .content_type = text_of(ask->content_type),
        .body = text_of(ask->body),
        .principal = ask->as ? *ask->as : access_operator(TEXT("operator-1")),
        .authenticated = !ask->unknown,
    };
    arena_init(&exchange.arena);
    lock_init(&waiting.lock);
    condition_init(&waiting.wake);
    api_handle(door->api, &exchange);
    lock_take(&waiting.lock);
    while (!waiting.done) {
        condition_wait(&waiting.wake, &waiting.lock);
    }
    lock_give(&waiting.lock);
    assert_int_equal(waiting.done, 1);
    struct reply reply = reply_of(door, &exchange.response);
    condition_deinit(&waiting.wake);
    lock_deinit(&waiting.lock);
    arena_deinit(&exchange.arena);
    return reply;
}

struct reply door_get(struct door *door, const char *path, const char *query)
{
    return door_ask(door, &(struct ask){.method = "GET", .path = path, .query = query});
}

struct reply door_post(struct door *door, const char *path, const char *body)
{
    return door_ask(door, &(struct ask){.method = "POST", .path = path, .body = body});
}

const char *door_case(struct door *door, const char *body)
{
    struct reply reply = door_post(door, "/v1/cases", body);
    if (reply.status != 201) {
        fail_msg("%d: %.*s", reply.status, TEXT_ARGS(reply.text));
    }
    return text_copy(&door->arena, json_get_text(&reply.json, "case")).at;
}

const char *at(struct door *door, const struct json *json, const char *path)
{
    struct text rest = text_of(path), step;
    while (json && rest.size && text_split(&rest, '.', &step)) {
        int64_t index;
        bool counts = json->type == JSON_ARRAY && text_integer(step, &index);
        json = !counts ? json_get(json, step) : (uint64_t)index < json->count ? &json->elements[index] : NULL;
    }
    return json ? text_copy(&door->arena, json_to_text(&door->arena, json)).at : "";
}
