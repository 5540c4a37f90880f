/* The cases of the bench: Action for Change's own, in the service, with a worker; every advance is a weekly
 * session. */
#include "app/bench.h"

#include <inttypes.h>

/* What brings a case into the service, as a template for each. */
static const char *const steps[] = {
    "{\"event\":\"open\",\"workflow\":\"action-for-change\",\"area\":\"rbkc\",\"actor\":\"lead-1\",\"data\":{"
    "\"route\":\"self\","
    "\"removed_by\":\"rbkc\",\"lives_in\":\"rbkc\",\"final_order\":\"2020-01-31\"}}",
    "{\"event\":\"task.first-meeting.done\",\"actor\":\"lead-1\",\"data\":{\"consent\":\"given\",\"story\":"
    "\"Heard.\","
    "\"specialism\":\"parenting\",\"substance\":\"current\",\"mental_health\":\"untreated\",\"domestic_"
    "abuse\":false}}",
    "{\"event\":\"allocate\",\"actor\":\"lead-1\",\"data\":{\"worker\":\"worker-1\"}}",
    "{\"event\":\"engage\",\"actor\":\"lead-1\"}",
};
enum { STEP_COUNT = sizeof steps / sizeof *steps };

static const char advance[] =
    "{\"event\":\"task.session.done\",\"actor\":\"worker-1\",\"data\":{\"attended\":\"held\",\"notes\":"
    "\"Talked about the week, housing and the next visit.\"}}";

static enum status read_command(struct bench *bench, struct arena *arena, const char *text, struct job *job,
                                struct error *error)
{
    struct json json;
    *job = (struct job){.kind = JOB_COMMAND, .arena = arena};
    enum status status = json_read(arena, text_of(text), &json, error);
    if (status == STATUS_OK) {
        status = command_read(arena, bench->app->world->zone, &json, &job->command, error);
    }
    job->command.all_roles = true;
    return status;
}

/* Takes COUNT subjects, numbered in SUBJECTS, one step further; the first step numbers them. HELD_SINCE: it
 * happened then, and time does not touch them; INSTANT_NONE: now. */
static enum status take_step_at(struct bench *bench, const char *step, instant held_since, int64_t *subjects,
                                size_t count, struct error *error)
{
    struct arena arena;
    struct job jobs[FLOW_BATCH_LIMIT], *list[FLOW_BATCH_LIMIT];
    enum status status = STATUS_OK;
    arena_init(&arena);
    for (size_t from = 0; status == STATUS_OK && from < count; from += FLOW_BATCH_LIMIT) {
        size_t part = count - from < FLOW_BATCH_LIMIT ? count - from : FLOW_BATCH_LIMIT;
        arena_reset(&arena);
        for (size_t i = 0; status == STATUS_OK && i < part; i++) {
            status = read_command(bench, &arena, step, &jobs[i], error);
            jobs[i].subject = subjects[from + i];
            jobs[i].held = held_since != INSTANT_NONE;
            jobs[i].command.at = held_since;
            list[i] = &jobs[i];
        }
        if (status == STATUS_OK) {
            status = flow_turn(bench->app->flow, list, part, error);
        }
        for (size_t i = 0; status == STATUS_OK && i < part; i++) {
            if (jobs[i].status != STATUS_OK || jobs[i].outcome != OUTCOME_DONE) {
                struct text said = json_to_text(&arena, &jobs[i].answer);
                status = error_set(error, STATUS_INVALID, "%s was not done: %.*s", step, TEXT_ARGS(said));
            }
            subjects[from + i] = jobs[i].subject_of;
        }
    }
    arena_deinit(&arena);
    return status;
}

static enum status take_step(struct bench *bench, const char *step, int64_t *subjects, size_t count,
                             struct error *error)
{
    return take_step_at(bench, step, INSTANT_NONE, subjects, count, error);
}

static bool keep_content(void *self, const struct stored_entry *entry)
{
    struct bench *bench = self;
    bench->content = text_copy(&bench->arena, entry->content);
    return false;
}

/* How large an advanced case is, and its entry. */
static enum status take_sizes(struct bench *bench, struct error *error)
{
    struct stored_subject stored;
    struct store *store = bench->app->store;
    enum status status = take_step(bench, advance, bench->engine, 1, error);
    if (status == STATUS_OK) {
        status = store->api->load_id(store, &bench->arena, bench->engine[0], &stored, error);
    }
    if (status == STATUS_OK) {
        bench->document = stored.document;
        bench->state = stored.state;
        status = store->api->entries(store, &bench->arena, stored.id, 0, keep_content, bench, error);
    }
    return status;
}

enum status bench_fill(struct bench *bench, struct error *error)
{
    size_t all = 2 * bench->cases;
    int64_t *subjects = arena_array(&bench->arena, int64_t, all);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < STEP_COUNT; i++) {
        status = take_step(bench, steps[i], subjects, all, error);
    }
    bench->engine = subjects;
    bench->bare = subjects + bench->cases;
    return status == STATUS_OK ? take_sizes(bench, error) : status;
}

enum status bench_fill_up(struct bench *bench, size_t many, struct error *error)
{
    size_t there = 2 * bench->cases + bench->due, rest = many > there ? many - there : 0;
    int64_t *subjects = arena_array(&bench->arena, int64_t, rest);
    return take_step(bench, steps[0], subjects, rest, error);
}

enum status bench_fill_held(struct bench *bench, instant opened, int64_t *subjects, size_t count,
                            struct error *error)
{
    return take_step_at(bench, steps[0], opened, subjects, count, error);
}

void bench_next_command(struct bench *bench, struct arena *arena, struct job *job)
{
    struct error error;
    (void)read_command(bench, arena, advance, job, &error); /* it was read before: take_sizes() */
    job->subject = bench->engine[bench->next_engine];
    job->command.key = text_printf(arena, "bench-%" PRIu64, bench->keys++);
    bench->next_engine = (bench->next_engine + 1) % bench->cases;
}
