/* The store on a disk that fails, at every operation in turn: whatever a commit acknowledged is there
 * afterwards, whatever was refused is not, nothing is there by half, and the journals verify. */
#include "disk.h"

#include "store/sqlite/connection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TURNS = 4, FAULT_LIMIT = 5000 };

enum fate { NOT_TRIED, REFUSED, DOUBTFUL, DONE };

struct site {
    struct arena arena;
    char folder[64];
    enum fate turns[TURNS];
};

static void site_make(struct site *site)
{
    memset(site, 0, sizeof *site);
    arena_init(&site->arena);
    const char *folder =
        access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; /* in memory where that can be */
    (void)snprintf(site->folder, sizeof site->folder, "%s/caseway-fault-XXXXXX", folder);
    assert_non_null(mkdtemp(site->folder));
}

static void site_remove(struct site *site)
{
    DIR *directory = opendir(site->folder);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        (void)unlink(arena_printf(&site->arena, "%s/%s", site->folder, entry->d_name));
    }
    (void)closedir(directory);
    assert_int_equal(0, rmdir(site->folder));
    arena_deinit(&site->arena);
}

/* --- the work --- */

static struct store_change change_to(struct arena *arena, int64_t id, int64_t version, struct json before)
{
    struct json after = json_object(), changes = json_array(), content = json_object();
    json_set(arena, &after, TEXT("count"), json_integer(version));
    json_set(arena, &after, TEXT("filling"), json_string(text_printf(arena, "%0900d", (int)version)));
    json_diff(arena, &before, &after, &changes);
    json_set(arena, &content, TEXT("changes"), changes);
    struct store_change change = {
        .happened = version, .recorded = version, .content = json_to_text(arena, &content)};
    change.subject = (struct stored_subject){.id = id,
                                             .definition = TEXT("d"),
                                             .closed = INSTANT_NONE,
                                             .due = 100 * id,
                                             .version = (uint64_t)version,
                                             .document = json_to_text(arena, &after)};
    change.expected_version = (uint64_t)version - 1;
    change.is_new = version == 1;
    return change;
}

static enum status open_case(struct store *store, struct arena *arena, int turn, struct error *error)
{
    struct store_change change = change_to(arena, turn + 1, 1, json_null());
    struct task_row task = {.name = TEXT("visit"), .due = {.kind = MOMENT_INSTANT, .at = 5}};
    change.key = text_printf(arena, "turn-%d", turn);
    change.tasks = &task;
    change.task_count = 1;
    return store->api->apply(store, &change, error);
}

static enum status move_case_on(struct store *store, struct arena *arena, int64_t id, struct error *error)
{
    struct stored_subject subject;
    struct json before;
    enum status status = store->api->load_id(store, arena, id, &subject, error);
    if (status == STATUS_NOT_FOUND) {
        return STATUS_OK; /* its turn was refused */
    }
    if (status == STATUS_OK) {
        status = json_read(arena, subject.document, &before, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct store_change change = change_to(arena, id, (int64_t)subject.version + 1, before);
    return store->api->apply(store, &change, error);
}

/* Opens a case and moves every earlier one on, in one batch. What its fate is, and whether the store may be
 * used on. */
static enum fate turn(struct store *store, struct arena *arena, int number, bool *stop)
{
    struct error error;
    enum status status = store->api->begin(store, &error);
    if (status == STATUS_OK) {
        status = open_case(store, arena, number, &error);
        for (int64_t id = 1; id <= number && status == STATUS_OK; id++) {
            status = move_case_on(store, arena, id, &error);
        }
        if (status != STATUS_OK) {
            store->api->rollback(store);
        }
    }
    if (status != STATUS_OK) {
        *stop = connection_of(store)->broken;
        return REFUSED;
    }
    status = store->api->commit(store, &error);
    *stop = status == STATUS_IO || status == STATUS_CORRUPT;
    return status == STATUS_OK ? DONE : *stop ? DOUBTFUL : REFUSED;
}

static void work(struct site *site, const char *vfs)
{
    struct store *store = NULL;
    struct error error;
    bool stop = false;
    if (store_open_with(site->folder, true, vfs, &store, &error) != STATUS_OK) {
        return;
    }
    for (int i = 0; i < TURNS && !stop; i++) {
        site->turns[i] = turn(store, &site->arena, i, &stop);
        if (i % 2 == 1 && !stop) {
            stop = store->api->idle(store, &error) != STATUS_OK;
        }
    }
    store_close(store);
}

/* --- what must hold afterwards --- */

static bool is_there(struct store *store, struct arena *arena, int number)
{
    struct stored_key key;
    struct stored_subject subject;
    struct error error;
    enum status spent = store->api->key(store, text_printf(arena, "turn-%d", number), &key, &error);
    enum status opened = store->api->load_id(store, arena, number + 1, &subject, &error);
    assert_true(spent == STATUS_OK || spent == STATUS_NOT_FOUND);
    assert_int_equal(spent, opened);
    return spent == STATUS_OK;
}

/* A case is at one version more for each turn after its own that is there. */
static void expect_whole(struct store *store, struct arena *arena, const bool *there)
{
    struct error error;
    struct stored_subject subject;
    for (int number = 0; number < TURNS; number++) {
        uint64_t version = 1;
        for (int later = number + 1; later < TURNS; later++) {
            version += there[later];
        }
        if (there[number]) {
            assert_int_equal(STATUS_OK, store->api->load_id(store, arena, number + 1, &subject, &error));
            assert_int_equal(version, subject.version);
        }
    }
}

static void expect_kept(struct site *site)
{
    struct store *store = NULL;
    struct error error;
    struct store_verified verified;
    struct store_counts counts;
    bool there[TURNS];
    size_t cases = 0;
    disk_start(
        &(struct disk_plan){.fail_at = 0}); /* a sound one, which need not wait for the real one's syncs */
    if (store_open_with(site->folder, true, DISK_NAME, &store, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    for (int i = 0; i < TURNS; i++) {
        there[i] = is_there(store, &site->arena, i);
        cases += there[i];
        if (site->turns[i] != DOUBTFUL && there[i] != (site->turns[i] == DONE)) {
            fail_msg("turn %d: %s", i, there[i] ? "was refused and is there" : "was done and is gone");
        }
    }
    expect_whole(store, &site->arena, there);
    assert_int_equal(STATUS_OK, store->api->counts(store, &counts, &error));
    assert_int_equal(cases, counts.cases);
    assert_int_equal(cases, counts.tasks);
    assert_int_equal(STATUS_OK, store->api->verify(store, &site->arena, NULL, NULL, &verified, &error));
    if (verified.faults != 0) {
        fail_msg("%.*s", TEXT_ARGS(verified.first_fault));
    }
    store_close(store);
}

static const unsigned changing = DISK_OPEN | DISK_WRITE | DISK_TRUNCATE | DISK_SYNC | DISK_DELETE;

/* Tries every fault point of PLAN in turn; then, with CUT, what survives a power cut there. */
static void try_all(struct disk_plan plan, bool cut, enum disk_survivors survivors, uint64_t seed)
{
    bool reached = true;
    uint64_t points = 0;
    for (uint64_t at = 1; reached && at < FAULT_LIMIT; at++) {
        struct site site;
        site_make(&site);
        plan.fail_at = at;
        disk_start(&plan);
        work(&site, DISK_NAME);
        reached = disk_failed();
        points += reached;
        if (cut) {
            (void)unlink(arena_printf(&site.arena, "%s/caseway.db-shm", site.folder));
            disk_cut_power(survivors, seed + at);
        }
        expect_kept(&site);
        if (!reached) {
            assert_int_equal(DONE, site.turns[TURNS - 1]);
        }
        site_remove(&site);
    }
    assert_false(reached);
    assert_true(points > 20);
}

static void lives_through_io_errors(void **state)
{
    (void)state;
    try_all((struct disk_plan){.operations = changing}, false, DISK_NONE, 0);
}

static void lives_through_failed_reads(void **state)
{
    (void)state;
    try_all((struct disk_plan){.operations = DISK_READ}, false, DISK_NONE, 0);
}

static void lives_through_a_full_disk(void **state)
{
    (void)state;
    try_all((struct disk_plan){.operations = DISK_WRITE, .code = SQLITE_FULL}, false, DISK_NONE, 0);
}

static void lives_through_a_disk_that_stays_full(void **state)
{
    (void)state;
    try_all((struct disk_plan){.operations = DISK_WRITE, .code = SQLITE_FULL, .for_good = true}, false,
            DISK_NONE, 0);
}

static void lives_through_power_cuts(void **state)
{
    struct disk_plan plan = {.operations = changing, .for_good = true};
    (void)state;
    try_all(plan, true, DISK_NONE, 0);
    try_all(plan, true, DISK_ALL, 0);
    for (uint64_t seed = 1; seed <= 2; seed++) {
        try_all(plan, true, DISK_SOME, seed * 1000000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lives_through_io_errors),   cmocka_unit_test(lives_through_failed_reads),
        cmocka_unit_test(lives_through_a_full_disk), cmocka_unit_test(lives_through_a_disk_that_stays_full),
        cmocka_unit_test(lives_through_power_cuts),
    };
    disk_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
