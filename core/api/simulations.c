/* Simulations: a workflow run in memory, line by line, between requests. For whoever holds the site.
 *
 * Each has a store, rules and a world of its own, and a lock: two lines for one are taken one after the
 * other, by whichever worker has them. The table's lock guards the list and `users`; a simulation that has
 * been taken out of the list is freed by the last who used it. */
#include "api/parts.h"

#include "base/thread.h"
#include "workbench/check.h"
#include "workbench/simulate.h"

#include <inttypes.h>
#include <stdlib.h>

struct running {
    int64_t id;
    struct arena arena; /* of the world */
    struct store *store;
    struct rules rules;
    bool has_rules;
    struct simulation *simulation;
    lock lock;
    size_t users; /* calls that have it, and the table */
    struct running *next;
};

struct simulations {
    lock lock;
    struct running *first;
    size_t count;
    int64_t last_id;
};

/* --- one ------------------------------------------------------------------------------- */

static struct running *running_new(void)
{
    struct running *running = memory_new(sizeof *running);
    *running = (struct running){.users = 1};
    arena_init(&running->arena);
    lock_init(&running->lock);
    return running;
}

static void running_free(struct running *running, const struct workshop *workshop)
{
    simulation_free(running->simulation);
    if (running->has_rules) {
        workshop->rules_free(workshop->self, &running->rules);
    }
    if (running->store) {
        store_close(running->store);
    }
    lock_deinit(&running->lock);
    arena_deinit(&running->arena);
    free(running);
}

/* --- the table --------------------------------------------------------------------------- */

struct simulations *simulations_new(void)
{
    struct simulations *simulations = memory_new(sizeof *simulations);
    *simulations = (struct simulations){0};
    lock_init(&simulations->lock);
    return simulations;
}

void simulations_free(struct simulations *simulations, const struct workshop *workshop)
{
    while (simulations->first) {
        struct running *running = simulations->first;
        simulations->first = running->next;
        running_free(running, workshop);
    }
    lock_deinit(&simulations->lock);
    free(simulations);
}

static bool has_room(struct simulations *simulations)
{
    lock_take(&simulations->lock);
    bool room = simulations->count < SIMULATIONS_LIMIT;
    lock_give(&simulations->lock);
    return room;
}

/* False: others were quicker, and there is no place any more. */
static bool put(struct simulations *simulations, struct running *running)
{
    lock_take(&simulations->lock);
    bool room = simulations->count < SIMULATIONS_LIMIT;
    if (room) {
        running->id = ++simulations->last_id;
        running->next = simulations->first;
        simulations->first = running;
        simulations->count++;
    }
    lock_give(&simulations->lock);
    return room;
}

/* The simulation of the path, with one user more; NULL when there is none. TAKE_OUT: it is in the table no
 * more, whose place as a user goes to the caller. */
static struct running *find(struct call *call, bool take_out)
{
    struct simulations *simulations = call->api->simulations;
    int64_t id;
    if (!text_integer(call->parameters[0], &id)) {
        return NULL;
    }
    lock_take(&simulations->lock);
    struct running **link = &simulations->first;
    while (*link && (*link)->id != id) {
        link = &(*link)->next;
    }
    struct running *running = *link;
    if (running && take_out) {
        *link = running->next;
        simulations->count--;
    } else if (running) {
        running->users++;
    }
    lock_give(&simulations->lock);
    return running;
}

static void let_go(struct call *call, struct running *running)
{
    struct simulations *simulations = call->api->simulations;
    lock_take(&simulations->lock);
    bool last = --running->users == 0;
    lock_give(&simulations->lock);
    if (last) {
        running_free(running, call->api->options.workshop);
    }
}

static bool answer_none(struct call *call)
{
    return answer_problem(call, PROBLEM_NOT_FOUND, "There is no simulation “%.*s”; it may have been ended.",
                          TEXT_ARGS(call->parameters[0]));
}

/* --- begin ------------------------------------------------------------------------------------ */

/* Fills in what the simulation runs on. False: the response is a problem. */
static bool equip(struct call *call, struct running *running, struct simulation_options *options)
{
    struct error error;
    const struct workshop *workshop = call->api->options.workshop;
    enum status status = workshop->store_in_memory(workshop->self, &running->store, &error);
    if (status == STATUS_OK) {
        status = workshop->rules_new(workshop->self, &running->rules, &error);
        running->has_rules = status == STATUS_OK;
    }
    options->store = running->store;
    options->rules = running->rules;
    if (status == STATUS_OK) {
        status = simulation_new(options, &running->simulation, &error);
    }
    return status == STATUS_OK || !answer_failure(call, status, &error);
}

/* The world of the body's files, which must live as long as the simulation; what was found goes to TOLD. */
static const struct world *read_world(struct call *call, struct running *running, const struct json *body,
                                      struct json *told)
{
    struct findings findings;
    const struct workshop *workshop = call->api->options.workshop;
    const struct json *files = files_of(call, body);
    if (!files) {
        return NULL;
    }
    findings_init(&findings, call->arena);
    struct json kept = json_copy(&running->arena, *files);
    const struct world *world = workshop->world_of_files(workshop->self, &running->arena, &kept, &findings);
    findings_sort(&findings);
    json_set(call->arena, told, TEXT("findings"), findings_json(call->arena, &findings));
    if (!world) {
        answer_problem_with(call, PROBLEM_INVALID, TEXT("The files have errors."), *told);
    }
    return world;
}

/* What the body asks for: a workflow by its name or its file, an area, and where the clock begins. */
static bool read_options(struct call *call, const struct world *world, const struct json *body,
                         struct simulation_options *options)
{
    struct text workflow = json_get_text(body, "workflow"), at = json_get_text(body, "at");
    const struct definition *definition = world_current(world, workflow);
    definition = definition ? definition : workbench_definition(world, workflow);
    if (!definition) {
        return !answer_problem(call, PROBLEM_INVALID, "There is no workflow “%.*s” in the files.",
                               TEXT_ARGS(workflow));
    }
    *options = (struct simulation_options){.world = world,
                                           .workflow = definition->name,
                                           .area = json_get_text(body, "area"),
                                           .at = at.size ? instant_read(world->zone, at) : call_now(call)};
    return options->at != INSTANT_NONE ||
           !answer_problem(call, PROBLEM_INVALID, "“at” is a time, such as 2026-03-01T09:00.");
}

static bool prepare(struct call *call, struct running *running, struct json *told)
{
    struct json body;
    struct simulation_options options;
    const struct world *world = call_body(call, &body) ? read_world(call, running, &body, told) : NULL;
    return world && read_options(call, world, &body, &options) && equip(call, running, &options);
}

static bool answer_full(struct call *call)
{
    return answer_problem(call, PROBLEM_BUSY, "There are %d simulations already; end one first.",
                          SIMULATIONS_LIMIT);
}

bool simulation_begin(struct call *call)
{
    struct json answer = json_object();
    struct simulations *simulations = call->api->simulations;
    if (!has_room(simulations)) {
        return answer_full(call);
    }
    struct running *running = running_new();
    if (!prepare(call, running, &answer)) {
        running_free(running, call->api->options.workshop);
        return true;
    }
    if (!put(simulations, running)) {
        running_free(running, call->api->options.workshop);
        return answer_full(call);
    }
    struct text id = text_printf(call->arena, "%" PRId64, running->id);
    json_set(call->arena, &answer, TEXT("id"), json_string(id));
    call->exchange->response.location = text_printf(call->arena, "/v1/simulations/%.*s", TEXT_ARGS(id));
    return answer_json(call, 201, &answer);
}

/* --- a line, and the end -------------------------------------------------------------------------- */

bool simulation_take_line(struct call *call)
{
    struct error error;
    struct buffer out;
    struct text line = text_trim(call->exchange->request.body);
    struct running *running = find(call, false);
    if (!running) {
        return answer_none(call);
    }
    if (text_find(line, '\n') < line.size) {
        let_go(call, running);
        return answer_problem(call, PROBLEM_BAD_REQUEST, "A simulation takes one line at a time.");
    }
    buffer_init(&out, call->arena);
    lock_take(&running->lock);
    enum status status = simulation_line(running->simulation, line, &out, &error);
    lock_give(&running->lock);
    let_go(call, running);
    return status == STATUS_OK ? answer_text(call, 200, "application/x-ndjson", buffer_result(&out))
                               : answer_failure(call, status, &error);
}

bool simulation_end(struct call *call)
{
    struct running *running = find(call, true);
    if (!running) {
        return answer_none(call);
    }
    let_go(call, running);
    return answer_text(call, 204, "", (struct text){0});
}
