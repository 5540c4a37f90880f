/* The turn: begin, one way for each job, one commit, then the answers stand. Everything that happens to a
 * case goes through here; path.c is one job's way. */
#include "flow/draft.h"
#include "flow/path.h"
#include "flow/shadow.h"

#include <stdlib.h>

struct flow *flow_new(const struct flow_options *options)
{
    struct flow *flow = memory_new(sizeof *flow);
    *flow = (struct flow){.options = *options, .world = options->world};
    arena_init(&flow->arena);
    arena_init(&flow->shelf_arena);
    arena_init(&flow->drafters_arena);
    flow->shelf.arena = &flow->shelf_arena;
    return flow;
}

void flow_free(struct flow *flow)
{
    shadow_free(flow);
    arena_deinit(&flow->drafters_arena);
    arena_deinit(&flow->shelf_arena);
    arena_deinit(&flow->arena);
    free(flow);
}

void flow_set_world(struct flow *flow, const struct world *world)
{
    flow->world = world;
}

const struct world *flow_world(const struct flow *flow)
{
    return flow->world;
}

static void reply(struct job *job)
{
    if (job->done) {
        job->done(job);
    }
}

/* Between turns nobody holds what stands on the shelf. */
static void make_room(struct flow *flow)
{
    shadow_forget(flow);
    arena_reset(&flow->arena);
    if (flow->shelf.definitions.count + flow->shelf.worlds.count >= FLOW_SHELF_LIMIT) {
        arena_reset(&flow->shelf_arena);
        flow->shelf = (struct shelf){.arena = &flow->shelf_arena};
    }
}

/* One transaction of as many JOBS as fit into its time, *RAN of them. Anything but STATUS_OK: nothing of it
 * stands. */
static enum status run_batch(struct flow *flow, struct job *const *jobs, size_t count, size_t *ran,
                             struct error *error)
{
    struct store *store = flow->options.store;
    uint64_t began = clock_elapsed(&flow->options.clock);
    make_room(flow);
    *ran = 0;
    enum status status = store->api->begin(store, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (!flow->shadows_known) {
        status = shadow_load(flow, error);
    }
    while (status == STATUS_OK && *ran < count && *ran < FLOW_BATCH_LIMIT) {
        status = path_run(flow, jobs[(*ran)++], error);
        if (clock_elapsed(&flow->options.clock) - began > FLOW_PLANNING_NANOSECONDS) {
            break;
        }
    }
    if (status != STATUS_OK) {
        store->api->rollback(store);
    } else {
        status = store->api->commit(store, error);
    }
    if (status != STATUS_OK) {
        draft_forget(flow); /* what was learnt from rows that do not stand */
        shadow_forget(flow);
        flow->shadows_known = false;
    }
    return status;
}

static bool must_stop(enum status status)
{
    return status == STATUS_IO || status == STATUS_CORRUPT;
}

/* Once everybody is answered: what shadows would have said. */
static enum status ask_shadows(struct flow *flow, struct error *error)
{
    return flow->shadows ? shadow_turn(flow, error) : STATUS_OK;
}

/* Whoever made a batch fail fails by himself. */
static enum status run_singly(struct flow *flow, struct job *const *jobs, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        size_t ran;
        enum status status = run_batch(flow, &jobs[i], 1, &ran, error);
        if (must_stop(status)) {
            return status;
        }
        if (status != STATUS_OK) {
            jobs[i]->status = status;
            jobs[i]->error = *error;
        }
        reply(jobs[i]);
        status = ask_shadows(flow, error);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

enum status flow_turn(struct flow *flow, struct job *const *jobs, size_t count, struct error *error)
{
    while (count > 0) {
        size_t ran;
        enum status status = run_batch(flow, jobs, count, &ran, error);
        if (must_stop(status)) {
            return status;
        }
        if (status != STATUS_OK) {
            status = run_singly(flow, jobs, ran, error);
            if (status != STATUS_OK) {
                return status;
            }
        } else {
            for (size_t i = 0; i < ran; i++) {
                reply(jobs[i]);
            }
            status = ask_shadows(flow, error);
            if (status != STATUS_OK) {
                return status;
            }
        }
        jobs += ran;
        count -= ran;
    }
    return STATUS_OK;
}

/* --- what time and other records bring ------------------------------------------------ */

static enum status due_jobs(struct flow *flow, struct arena *arena, struct job *jobs, size_t limit,
                            size_t *count, struct error *error)
{
    struct store *store = flow->options.store;
    instant now = clock_now(&flow->options.clock);
    int64_t *subjects = arena_array(arena, int64_t, limit);
    enum status status = store->api->due(store, now, limit, arena, subjects, count, error);
    for (size_t i = 0; status == STATUS_OK && i < *count; i++) {
        jobs[i] = (struct job){.kind = JOB_TIME, .subject = subjects[i], .until = now, .arena = arena};
    }
    return status;
}

/* A row that cannot be read has no event, and its job says why: it is set aside when its turn comes. */
static void agenda_job(struct flow *flow, struct arena *arena, const struct agenda_row *row, struct job *job)
{
    struct json json;
    *job = (struct job){.kind = JOB_AGENDA, .subject = row->subject, .agenda = row->number, .arena = arena};
    enum status status = json_read(arena, row->command, &json, &job->error);
    if (status == STATUS_OK) {
        status = command_read(arena, flow->world->zone, &json, &job->command, &job->error);
    }
    if (status != STATUS_OK) {
        job->command.event = (struct text){0};
    }
    job->command.origin = ORIGIN_RECORD;
    job->command.all_roles = true;
}

static enum status agenda_jobs(struct flow *flow, struct arena *arena, struct job *jobs, size_t limit,
                               size_t *count, struct error *error)
{
    struct store *store = flow->options.store;
    struct agenda_row *rows = arena_array(arena, struct agenda_row, limit);
    enum status status = store->api->agenda(store, limit, arena, rows, count, error);
    for (size_t i = 0; status == STATUS_OK && i < *count; i++) {
        agenda_job(flow, arena, &rows[i], &jobs[i]);
    }
    return status;
}

static enum status run_jobs(struct flow *flow, struct arena *arena, struct job *jobs, size_t count,
                            struct error *error)
{
    struct job **list = arena_array(arena, struct job *, count);
    for (size_t i = 0; i < count; i++) {
        list[i] = &jobs[i];
    }
    return count ? flow_turn(flow, list, count, error) : STATUS_OK;
}

enum status flow_turn_of_time(struct flow *flow, size_t limit, size_t *done, struct error *error)
{
    struct arena arena;
    size_t due = 0, told = 0;
    arena_init(&arena);
    struct job *jobs = arena_array(&arena, struct job, limit);
    enum status status = due_jobs(flow, &arena, jobs, limit, &due, error);
    if (status == STATUS_OK) {
        status = run_jobs(flow, &arena, jobs, due, error);
    }
    if (status == STATUS_OK) {
        status = agenda_jobs(flow, &arena, jobs, limit, &told, error);
    }
    if (status == STATUS_OK) {
        status = run_jobs(flow, &arena, jobs, told, error);
    }
    *done = due + told;
    arena_deinit(&arena);
    return status;
}

instant flow_now(const struct flow *flow)
{
    return clock_now(&flow->options.clock);
}

enum status flow_next_due(struct flow *flow, instant *due, struct error *error)
{
    struct store *store = flow->options.store;
    return store->api->next_due(store, due, error);
}

void flow_idle(struct flow *flow)
{
    struct error error;
    struct store *store = flow->options.store;
    (void)store->api->idle(store, &error); /* it is tried again at the next idle moment */
}
