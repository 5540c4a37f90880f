/* What the store costs, told in microseconds an advance: through apply, and by the hand-written loop, among
 * few and many subjects.
 *
 *   store_bench FOLDER SUBJECTS ACTIVE ADVANCES [first]
 *
 * Fills FOLDER with SUBJECTS (unless it has them), then advances ACTIVE of them, spread evenly and taken in a
 * shuffled order, 64 a commit. */
#include "store/bare.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { BATCH = 64, DOCUMENT_SIZE = 450, CONTENT_SIZE = 600 };

static const instant now = 1767603600000; /* 2026-01-05T09:00:00Z */
static const instant day = 86400000;

static void must(enum status status, const struct error *error)
{
    if (status != STATUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", status_name(status), error->message);
        exit(3);
    }
}

static struct text filled(struct arena *arena, size_t size)
{
    char *bytes = arena_alloc(arena, size);
    memset(bytes, 'x', size);
    memcpy(bytes, "{\"data\":\"", 9);
    memcpy(bytes + size - 2, "\"}", 2);
    return (struct text){bytes, size};
}

static struct text one_text(const char *string)
{
    return text_of(string);
}

static void populate(struct store *store, struct arena *arena, int64_t subjects)
{
    static const char *const areas[] = {"lbhf", "rbkc", "wcc"};
    struct error error;
    struct text document = filled(arena, DOCUMENT_SIZE), content = filled(arena, CONTENT_SIZE);
    struct arena scratch;
    arena_init(&scratch);
    for (int64_t id = 1; id <= subjects; id++) {
        struct task_row task = {.name = TEXT("first"),
                                .title = TEXT("Visit the family"),
                                .role = TEXT("worker lead"),
                                .due = {.kind = MOMENT_DATE, .day = (date)(now / day + 14 + id % 7)},
                                .opened = now};
        struct deadline_row deadline = {.name = TEXT("conference"),
                                        .title = TEXT("Initial conference"),
                                        .status = TEXT("pending"),
                                        .due = task.due,
                                        .ends = now + (28 + id % 7) * day,
                                        .open = true};
        struct store_change change = {.is_new = true,
                                      .happened = now,
                                      .recorded = now,
                                      .world = 1,
                                      .content = content,
                                      .tasks = &task,
                                      .task_count = 1,
                                      .deadlines = &deadline,
                                      .deadline_count = 1,
                                      .key = text_printf(&scratch, "import-%lld", (long long)id)};
        change.subject = (struct stored_subject){
            .id = id,
            .workflow = TEXT("action-for-change"),
            .definition = TEXT("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
            .area = one_text(areas[id % 3]),
            .worker = text_printf(&scratch, "worker-%lld", (long long)(id * 7919 % (subjects / 40 + 1))),
            .state = TEXT("service.engagement.active service.visits.waiting"),
            .opened = now,
            .closed = INSTANT_NONE,
            .due = now + (1 + id % 28) * day,
            .version = 1,
            .document = document};
        if (id % BATCH == 1) {
            must(store->api->begin(store, &error), &error);
        }
        must(store->api->apply(store, &change, &error), &error);
        if (id % BATCH == 0 || id == subjects) {
            must(store->api->commit(store, &error), &error);
            arena_reset(&scratch);
        }
    }
    arena_deinit(&scratch);
}

static int64_t *active_ones(struct arena *arena, int64_t subjects, size_t count, bool first)
{
    int64_t *ids = arena_array(arena, int64_t, count);
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, 7);
    for (size_t i = 0; i < count; i++) {
        ids[i] = 1 + (int64_t)i * (first ? 1 : subjects / (int64_t)count);
    }
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)random_below(&random, i);
        int64_t kept = ids[i - 1];
        ids[i - 1] = ids[other];
        ids[other] = kept;
    }
    return ids;
}

static void apply_one(struct store *store, struct arena *arena, int64_t id, uint64_t turn, const char *keys,
                      struct text document, struct text content)
{
    static const struct text names[2] = {{"first", 5}, {"other", 5}};
    struct store_change change = {.happened = now, .recorded = now, .world = 1, .content = content};
    struct stored_key key;
    struct error error;
    change.key = text_printf(arena, "%s%llu", keys, (unsigned long long)turn);
    if (store->api->key(store, change.key, &key, &error) != STATUS_NOT_FOUND) {
        (void)fprintf(stderr, "a key was there already\n");
        exit(3);
    }
    must(store->api->load_id(store, arena, id, &change.subject, &error), &error);
    change.expected_version = change.subject.version++;
    change.subject.document = document;
    if (turn % 2 == 0) {
        change.subject.due = now + (int64_t)(1 + turn % 28) * day;
    }
    struct task_row task = {.name = names[change.subject.version % 2],
                            .title = TEXT("Visit the family"),
                            .role = TEXT("worker lead"),
                            .opened = now,
                            .required = true,
                            .due = {.kind = MOMENT_DATE, .day = (date)(now / day + 14 + id % 7)}};
    struct text gone = names[change.expected_version % 2];
    change.tasks = &task;
    change.tasks_gone = &gone;
    change.task_count = change.task_gone_count = turn % 2 == 0;
    struct deadline_row deadline = {.name = TEXT("conference"),
                                    .title = TEXT("Initial conference"),
                                    .status = TEXT("pending"),
                                    .due = task.due,
                                    .ends = now + (28 + id % 7) * day,
                                    .open = true};
    change.deadlines = &deadline;
    change.deadline_count = turn % 4 == 0;
    must(store->api->apply(store, &change, &error), &error);
}

static double seconds(void)
{
    struct clock clock = clock_system();
    return (double)clock_elapsed(&clock) / 1e9;
}

static double processor(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void tell(const char *what, double wall, double used, uint64_t advances)
{
    (void)printf("%-8s %8.1f us wall %8.1f us processor %9.0f a second\n", what,
                 wall * 1e6 / (double)advances, used * 1e6 / (double)advances, (double)advances / wall);
}

static void by_apply(struct store *store, struct arena *arena, const int64_t *ids, size_t count,
                     uint64_t advances, const char *keys)
{
    struct error error;
    struct text document = filled(arena, DOCUMENT_SIZE), content = filled(arena, CONTENT_SIZE);
    struct arena scratch;
    arena_init(&scratch);
    double wall = seconds(), used = processor();
    for (uint64_t turn = 0; turn < advances;) {
        must(store->api->begin(store, &error), &error);
        for (int i = 0; i < BATCH && turn < advances; i++, turn++) {
            apply_one(store, &scratch, ids[turn % count], turn, keys, document, content);
        }
        must(store->api->commit(store, &error), &error);
        arena_reset(&scratch);
    }
    tell("apply", seconds() - wall, processor() - used, advances);
    arena_deinit(&scratch);
}

static void by_hand(struct store *store, struct arena *arena, const int64_t *ids, size_t count,
                    uint64_t advances, const char *keys)
{
    struct error error;
    struct bare_work work = {.subjects = ids,
                             .subject_count = count,
                             .advances = advances,
                             .batch = BATCH,
                             .document = filled(arena, DOCUMENT_SIZE),
                             .content = filled(arena, CONTENT_SIZE),
                             .state = TEXT("service.engagement.active service.visits.waiting"),
                             .keys = one_text(keys),
                             .now = now,
                             .due_every = 2,
                             .task_every = 2,
                             .deadline_every = 4};
    double wall = seconds(), used = processor();
    must(store_bare(store, &work, &error), &error);
    tell("by hand", seconds() - wall, processor() - used, advances);
}

int main(int count, char **arguments)
{
    if (count != 5 && count != 6) {
        (void)fprintf(stderr, "store_bench FOLDER SUBJECTS ACTIVE ADVANCES [first]\n");
        return 2;
    }
    int64_t subjects = atoll(arguments[2]);
    size_t active = (size_t)atoll(arguments[3]);
    uint64_t advances = (uint64_t)atoll(arguments[4]);
    struct arena arena;
    struct error error;
    struct store *store;
    struct store_counts counts;
    struct random random = random_system();
    arena_init(&arena);
    must(store_open(arguments[1], true, &random, &store, &error), &error);
    must(store->api->counts(store, &counts, &error), &error);
    double wall = seconds(), used = processor();
    if (counts.cases == 0) {
        populate(store, &arena, subjects);
        tell("open", seconds() - wall, processor() - used, (uint64_t)subjects);
    }
    int64_t *ids = active_ones(&arena, subjects, active, count == 6);
    char keys[2][32];
    for (int round = 0; round < 3; round++) {
        (void)snprintf(keys[0], sizeof keys[0], "a%llu-%d-", (unsigned long long)counts.entries, round);
        (void)snprintf(keys[1], sizeof keys[1], "b%llu-%d-", (unsigned long long)counts.entries, round);
        by_apply(store, &arena, ids, active, advances, keys[0]);
        by_hand(store, &arena, ids, active, advances, keys[1]);
    }
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    (void)printf("at most %ld MiB resident\n", usage.ru_maxrss / 1024);
    store_close(store);
    arena_deinit(&arena);
    return 0;
}
