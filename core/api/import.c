/* POST /v1/import: a stream of commands, answered line by line, in their order.
 *
 *   worker:  read a window of lines → submit each → (let go)
 *   engine:  … done, done, done; whoever ends the window hands it back
 *   worker:  write the window's answers → the next window, or finish
 *
 * `open_jobs` counts the jobs under way and, while it submits, the worker: whoever brings it to 0 goes on, so
 * exactly one does. A window's commands and answers live in an arena of its own, which is emptied for the
 * next: an import's memory does not grow with its length. */
#include "api/import.h"

#include "base/insist.h"

enum { FULL_WAIT_MILLISECONDS = 5, FULL_PATIENCE = 6000 /* waits: half a minute */ };

struct import {
    struct call *call;
    struct import_options options;
    struct text rest; /* lines that are not read yet */
    bool ended;
    int64_t number; /* of the line read last */
    struct import_line lines[IMPORT_WINDOW];
    size_t count;
    struct arena arena; /* of the window */
    struct buffer out;
    atomic_size_t open_jobs;
    int waits; /* in a row, for a place in the queue */
};

/* --- a window ------------------------------------------------------------------------------- */

static void read_window(struct import *import)
{
    struct text text;
    arena_reset(&import->arena);
    import->count = 0;
    while (import->count < IMPORT_WINDOW) {
        import->ended = !text_split(&import->rest, '\n', &text);
        if (import->ended) {
            return;
        }
        import->number++;
        text = text_trim(text);
        if (text.size == 0) {
            continue;
        }
        struct import_line *line = &import->lines[import->count++];
        *line = (struct import_line){.number = import->number};
        line->submitted = import_line_read(&import->arena, import->call->world, &import->options, text, line);
    }
}

static void write_window(struct import *import)
{
    for (size_t i = 0; i < import->count; i++) {
        import_line_write(&import->arena, &import->lines[i], &import->out);
    }
}

static bool go_on(struct call *call);

/* --- jobs -------------------------------------------------------------------------------------- */

/* True for the one who ends the window. */
static bool let_go(struct import *import)
{
    return atomic_fetch_sub(&import->open_jobs, 1) == 1;
}

static void job_done(struct job *job)
{
    struct import *import = job->owner;
    struct call *call = import->call;
    call_job_ended(call);
    if (let_go(import)) {
        readers_again(call->api->readers, call, go_on);
    }
}

/* A full queue is waited for: other people's commands are in it, and the engine empties it. One that never
 * takes anything is waited for once, not for each line. */
static void submit(struct import *import, struct import_line *line)
{
    enum status status;
    line->job.done = job_done;
    line->job.owner = import;
    atomic_fetch_add(&import->open_jobs, 1);
    while ((status = call_submit(import->call, &line->job)) == STATUS_BUSY && import->waits < FULL_PATIENCE) {
        import->waits++;
        wait_a_moment(FULL_WAIT_MILLISECONDS);
    }
    if (status != STATUS_OK) {
        line->submitted = false;
        (void)error_set(&line->error, status, "%s",
                        status == STATUS_BUSY ? "too many commands wait; import this line again"
                                              : "the server is stopping; import this line again");
        insist(!let_go(import)); /* the worker itself still holds on */
        return;
    }
    import->waits = 0;
}

static bool finish(struct import *import)
{
    struct call *call = import->call;
    arena_deinit(&import->arena);
    return answer_text(call, 200, "application/x-ndjson", buffer_result(&import->out));
}

/* Windows, one after the other, as long as this thread is the one that ends them. */
static bool run_windows(struct import *import)
{
    while (!import->ended) {
        read_window(import);
        atomic_store(&import->open_jobs, 1);
        for (size_t i = 0; i < import->count; i++) {
            if (import->lines[i].submitted) {
                submit(import, &import->lines[i]);
            }
        }
        if (!let_go(import)) {
            return false;
        }
        write_window(import);
    }
    return finish(import);
}

static bool go_on(struct call *call)
{
    struct import *import = call->owner;
    write_window(import);
    return run_windows(import);
}

/* --- the request ----------------------------------------------------------------------------------- */

static bool read_options(struct call *call, struct import_options *options)
{
    struct text clock = call_text(call, "clock");
    options->replays = text_is(clock, "replay");
    options->finishes = call_flag(call, "finish");
    if (clock.size && !options->replays) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "“clock” is “replay”, or is not said.");
    }
    if (call_text(call, "until").size && !options->finishes) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "“until” goes with “finish=1”.");
    }
    if (!call_moment(call, "until", &options->until)) {
        return false;
    }
    options->until = options->until == INSTANT_NONE ? call_now(call) : options->until;
    return options->until <= call_now(call) ||
           !answer_problem(call, PROBLEM_BAD_REQUEST, "“until” is in the future.");
}

static bool count_fits(struct call *call)
{
    size_t lines = 0;
    struct text rest = call->exchange->request.body, line;
    while (rest.size && text_split(&rest, '\n', &line)) {
        lines += text_trim(line).size > 0;
    }
    return lines <= API_IMPORT_LINES_LIMIT ||
           !answer_problem(call, PROBLEM_TOO_LARGE, "There are %zu lines; a request takes at most %d.", lines,
                           API_IMPORT_LINES_LIMIT);
}

bool import_run(struct call *call)
{
    struct import *import = arena_new(call->arena, struct import);
    if (!read_options(call, &import->options) || !count_fits(call)) {
        return true;
    }
    struct text body = call->exchange->request.body;
    import->call = call;
    import->rest = body;
    import->ended = body.size == 0;
    call->owner = import;
    arena_init(&import->arena);
    buffer_init(&import->out, call->arena);
    return run_windows(import);
}
