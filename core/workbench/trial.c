/* See trial.h. */
#include "workbench/trial.h"

#include "base/insist.h"

void trial_begin(struct trial *trial, const struct world *world, struct store *store, struct rules rules,
                 instant at)
{
    *trial = (struct trial){.world = world, .store = store, .clock = {.at = at}};
    trial->flow = flow_new(&(struct flow_options){.store = store,
                                                  .world = world,
                                                  .rules = rules,
                                                  .clock = clock_of_virtual(&trial->clock),
                                                  .random = random_of_seed(&trial->seeded, 1)});
}

void trial_end(struct trial *trial)
{
    flow_free(trial->flow);
    *trial = (struct trial){0};
}

/* Runs what time and the agenda bring at the clock's present moment; adds to *RAN. */
static enum status settle_now(struct trial *trial, size_t *ran, struct error *error)
{
    size_t done;
    for (int i = 0; i < TRIAL_MOMENT_LIMIT && *ran < TRIAL_TURN_LIMIT; i++) {
        enum status status = flow_turn_of_time(trial->flow, FLOW_BATCH_LIMIT, &done, error);
        if (status != STATUS_OK || done == 0) {
            return status;
        }
        *ran += done;
    }
    char now[INSTANT_TEXT_SIZE];
    return error_set(error, STATUS_LIMIT, "time does not come to rest at %s: timers fire again and again",
                     instant_write(trial->clock.at, now));
}

enum status trial_pass_time(struct trial *trial, instant target, size_t *ran, struct error *error)
{
    enum status status;
    while ((status = settle_now(trial, ran, error)) == STATUS_OK) {
        instant due;
        status = flow_next_due(trial->flow, &due, error);
        if (status != STATUS_OK || due == INSTANT_NONE || due > target || due <= trial->clock.at) {
            break;
        }
        trial->clock.at = due;
    }
    if (status == STATUS_OK && target > trial->clock.at) {
        trial->clock.at = target;
    }
    return status;
}

enum status trial_change_world(struct trial *trial, const struct world *world, struct error *error)
{
    size_t done;
    enum status status;
    trial->world = world;
    flow_set_world(trial->flow, world);
    do {
        status = flow_turn_of_world(trial->flow, FLOW_BATCH_LIMIT, &done, error);
    } while (status == STATUS_OK && done);
    return status;
}

enum status trial_run(struct trial *trial, struct arena *arena, const struct command *command,
                      struct job *job, struct error *error)
{
    *job = (struct job){.kind = JOB_COMMAND, .command = *command, .arena = arena};
    struct job *jobs[] = {job};
    return flow_turn(trial->flow, jobs, 1, error);
}

enum status trial_read(struct trial *trial, struct arena *arena, struct text reference,
                       struct standing *standing, struct error *error)
{
    struct store *store = trial->store;
    enum status status = store->api->read_begin(store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = store->api->load(store, arena, reference, &standing->stored, error);
    store->api->read_end(store);
    if (status != STATUS_OK) {
        return status;
    }
    const struct definition *definition = world_definition(trial->world, standing->stored.definition);
    insist(definition); /* a trial keeps one world */
    status = json_read(arena, standing->stored.document, &standing->document, error);
    if (status == STATUS_OK) {
        status = subject_read(arena, definition, &standing->document, &standing->subject, error);
    }
    standing->subject.id = standing->stored.id;
    standing->subject.kind = standing->stored.kind;
    standing->subject.reference = standing->stored.reference;
    standing->subject.version = standing->stored.version;
    return status;
}
