/* See bench.h. */
#include "app/bench.h"

#include "store/bare.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double seconds_since(struct bench *bench, uint64_t began)
{
    return (double)(clock_elapsed(&bench->app->clock) - began) / 1e9;
}

/* --- one round of each ---------------------------------------------------------------- */

/* The commands are made before the clock starts: the loop that is compared with is handed its values too. */
static enum status run_engine(struct bench *bench, enum job_kind kind, double *seconds, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    struct job *jobs = arena_array(&arena, struct job, bench->advances);
    struct job **list = arena_array(&arena, struct job *, bench->advances);
    for (size_t i = 0; i < bench->advances; i++) {
        bench_next_command(bench, &arena, &jobs[i]);
        jobs[i].kind = kind;
        list[i] = &jobs[i];
    }
    uint64_t began = clock_elapsed(&bench->app->clock);
    enum status status = flow_turn(bench->app->flow, list, bench->advances, error);
    *seconds = seconds_since(bench, began);
    for (size_t i = 0; status == STATUS_OK && i < bench->advances; i++) {
        if (jobs[i].status != STATUS_OK || jobs[i].outcome != OUTCOME_DONE) {
            status = error_set(error, STATUS_INVALID, "an advance was not done: %s", jobs[i].error.message);
        }
    }
    arena_deinit(&arena);
    return status;
}

static enum status run_bare(struct bench *bench, double *seconds, struct error *error)
{
    struct text keys = text_printf(&bench->arena, "bare-%" PRIu64 "-", bench->keys++);
    struct bare_work work = {
        .subjects = bench->bare,
        .subject_count = bench->cases,
        .advances = bench->advances,
        .batch = FLOW_BATCH_LIMIT,
        .document = bench->document,
        .content = bench->content,
        .state = bench->state,
        .keys = keys,
        .now = clock_now(&bench->app->clock),
        .due_every = 1,
        .task_every = 1,
        .deadline_every = 1,
    };
    uint64_t began = clock_elapsed(&bench->app->clock);
    enum status status = store_bare(bench->app->store, &work, error);
    *seconds = seconds_since(bench, began);
    return status;
}

static int compare_doubles(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return one < two ? -1 : one > two;
}

double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static enum status run_rounds(struct bench *bench, struct bench_result *result, struct error *error)
{
    size_t rounds = bench->rounds;
    double *engine = arena_array(&bench->arena, double, rounds),
           *bare = arena_array(&bench->arena, double, rounds);
    double *http = arena_array(&bench->arena, double, rounds),
           *plan = arena_array(&bench->arena, double, rounds);
    double *engine_ratio = arena_array(&bench->arena, double, rounds);
    double *http_ratio = arena_array(&bench->arena, double, rounds);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < rounds; i++) {
        double seconds[4] = {0};
        status = run_engine(bench, JOB_COMMAND, &seconds[0], error);
        status = status == STATUS_OK ? run_bare(bench, &seconds[1], error) : status;
        status = status == STATUS_OK ? run_engine(bench, JOB_DRY, &seconds[2], error) : status;
        if (status == STATUS_OK && bench->over_http) {
            status = bench_http(bench, bench->advances, &seconds[3], error);
        }
        double count = (double)bench->advances;
        engine[i] = count / seconds[0];
        bare[i] = count / seconds[1];
        plan[i] = seconds[2] / count * 1e6;
        http[i] = bench->over_http ? count / seconds[3] : 0;
        engine_ratio[i] = engine[i] / bare[i];
        http_ratio[i] = http[i] / bare[i];
    }
    double idle = 0;
    status = status == STATUS_OK ? bench_idle(bench, &idle, error) : status;
    *result = (struct bench_result){.idle = idle * 1e6,
                                    .engine = bench_median(engine, rounds),
                                    .bare = bench_median(bare, rounds),
                                    .http = bench_median(http, rounds),
                                    .plan = bench_median(plan, rounds),
                                    .engine_ratio = bench_median(engine_ratio, rounds),
                                    .http_ratio = bench_median(http_ratio, rounds)};
    return status;
}

/* --- telling ------------------------------------------------------------------------------ */

static void tell(const struct bench *bench, const struct bench_result *result)
{
    if (bench->json) {
        printf(
            "{\"cases\":%zu,\"active\":%zu,\"engine\":%.0f,\"bare\":%.0f,\"http\":%.0f,\"engine_ratio\":%.3f,"
            "\"http_ratio\":%.3f,\"plan_us\":%.1f,\"engine_us\":%.1f,\"bare_us\":%.1f,\"idle_us\":%.1f}\n",
            result->cases, bench->cases, result->engine, result->bare, result->http, result->engine_ratio,
            result->http_ratio, result->plan, 1e6 / result->engine, 1e6 / result->bare, result->idle);
    } else {
        printf("%zu active cases among %zu, %d a commit:\n", bench->cases, result->cases, FLOW_BATCH_LIMIT);
        printf("  the hand-written loop  %8.0f advances a second  (%5.1f µs each)\n", result->bare,
               1e6 / result->bare);
        printf("  the engine             %8.0f                    (%5.1f µs each)  ratio %.2f\n",
               result->engine, 1e6 / result->engine, result->engine_ratio);
        if (bench->over_http) {
            printf("  over HTTP, %d        %8.0f                    (%5.1f µs each)  ratio %.2f\n",
                   BENCH_CONNECTIONS, result->http, 1e6 / result->http, result->http_ratio);
        }
        printf("  of an advance: reading, planning and rules %.1f µs, the rest is applying and the disk\n",
               result->plan);
        printf("  a turn of time with nothing due, of as many open deadlines: %.1f µs\n", result->idle);
    }
    fflush(stdout);
}

static void tell_due(const struct bench *bench, const struct bench_due_result *result)
{
    const struct bench_waits *alone = &result->alone, *meanwhile = &result->meanwhile;
    double median = meanwhile->median / alone->median, worst = meanwhile->worst / alone->worst;
    if (bench->json) {
        printf("{\"due\":%zu,\"due_seconds\":%.3f,\"due_per_second\":%.0f,\"wait_us\":%.1f,"
               "\"wait_worst_us\":%.1f,\"alone_us\":%.1f,\"alone_worst_us\":%.1f,\"wait_ratio\":%.2f,"
               "\"wait_worst_ratio\":%.2f}\n",
               bench->due, meanwhile->all, (double)bench->due / meanwhile->all, meanwhile->median * 1e6,
               meanwhile->worst * 1e6, alone->median * 1e6, alone->worst * 1e6, median, worst);
    } else {
        printf("%zu deadlines due in the same second: worked off in %.2f s (%.0f a second)\n", bench->due,
               meanwhile->all, (double)bench->due / meanwhile->all);
        printf(
            "  meanwhile a command waits %.2f ms, at worst %.2f; alone %.2f and %.2f: ratios %.2f and %.2f\n",
            meanwhile->median * 1e3, meanwhile->worst * 1e3, alone->median * 1e3, alone->worst * 1e3, median,
            worst);
    }
    fflush(stdout);
}

/* How the same active cases fare among many more. */
static void tell_growth(const struct bench *bench, const struct bench_result *few,
                        const struct bench_result *many)
{
    double growth = few->engine / many->engine;
    if (bench->json) {
        printf("{\"growth\":%.3f,\"bare_growth\":%.3f}\n", growth, few->bare / many->bare);
    } else {
        printf("growth: the same active cases cost %.2f times as much among %zu\n", growth, many->cases);
    }
}

/* --- the run -------------------------------------------------------------------------------- */

static bool read_number(const char *given, size_t *number)
{
    int64_t value;
    if (!given || !text_integer(text_of(given), &value) || value < 1 || value > 100000000) {
        return false;
    }
    *number = (size_t)value;
    return true;
}

/* An option with a number behind it; false when NAME is none, or the number is missing. */
static bool read_numbered(struct bench *bench, const char *name, const char *value)
{
    struct {
        const char *name;
        size_t *number;
    } options[] = {{"--cases", &bench->cases},
                   {"--among", &bench->many},
                   {"--rounds", &bench->rounds},
                   {"--due", &bench->due}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(name, options[i].name) == 0) {
            return read_number(value, options[i].number);
        }
    }
    return false;
}

static void be_quick(struct bench *bench)
{
    bench->cases = bench->many = BENCH_QUICK_CASES;
    bench->rounds = BENCH_QUICK_ROUNDS;
    bench->advances = BENCH_QUICK_ADVANCES;
    bench->due = BENCH_QUICK_DUE;
}

static bool read_options(struct bench *bench, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            bench->json = true;
        } else if (strcmp(argv[i], "--quick") == 0) {
            be_quick(bench);
        } else if (strcmp(argv[i], "--no-http") == 0) {
            bench->over_http = false;
        } else if (read_numbered(bench, argv[i], i + 1 < argc ? argv[i + 1] : NULL)) {
            i++;
        } else {
            fprintf(stderr, "caseway bench: “%s” is not understood; see caseway help bench\n", argv[i]);
            return false;
        }
    }
    return true;
}

static enum status run_scales(struct bench *bench, struct error *error)
{
    struct bench_result few = {0}, many = {0};
    struct bench_due_result due = {0};
    enum status status = bench_fill(bench, error);
    if (status == STATUS_OK) {
        status = run_rounds(bench, &few, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    few.cases = 2 * bench->cases;
    tell(bench, &few);
    status = bench_rules(bench, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = bench_due(bench, &due, error);
    if (status != STATUS_OK) {
        return status;
    }
    tell_due(bench, &due);
    if (bench->many <= few.cases) {
        return STATUS_OK;
    }
    status = bench_fill_up(bench, bench->many, error);
    if (status == STATUS_OK) {
        status = run_rounds(bench, &many, error);
    }
    if (status == STATUS_OK) {
        many.cases = bench->many;
        tell(bench, &many);
        tell_growth(bench, &few, &many);
    }
    return status;
}

static enum status make_site(struct bench *bench, struct error *error)
{
    const char *parent = getenv("TMPDIR");
    char *folder = arena_printf(&bench->arena, "%s/caseway-bench-XXXXXX", parent ? parent : "/var/tmp");
    struct buffer told;
    if (!mkdtemp(folder)) {
        return error_set(error, STATUS_IO, "cannot make a folder in %s", parent ? parent : "/var/tmp");
    }
    bench->folder = folder;
    bench->app->folder = folder;
    buffer_init(&told, &bench->arena);
    return site_init(&bench->arena, &bench->app->files, folder, &bench->app->random, &told, error);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static void remove_site(struct bench *bench)
{
    if (bench->folder && nftw(bench->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0) {
        fprintf(stderr, "caseway bench: %s is left behind\n", bench->folder);
    }
}

int app_bench(struct app *app, int argc, char **argv)
{
    struct error error;
    struct bench bench = {.app = app,
                          .cases = BENCH_CASES,
                          .many = BENCH_MANY,
                          .rounds = BENCH_ROUNDS,
                          .advances = BENCH_ADVANCES,
                          .due = BENCH_DUE,
                          .over_http = true};
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    arena_init(&bench.arena);
    enum status status = make_site(&bench, &error);
    if (status == STATUS_OK) {
        status = app_open(app, false, &error);
    }
    if (status == STATUS_OK) {
        status = run_scales(&bench, &error);
        app_close(app);
    }
    remove_site(&bench);
    if (status != STATUS_OK) {
        fprintf(stderr, "caseway bench: %s\n", error.message);
    }
    arena_deinit(&bench.arena);
    return status == STATUS_OK ? 0 : 3;
}
