#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void folder_make(char folder[64])
{
    strcpy(folder, "/tmp/caseway-store-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

void folder_remove(const char *folder)
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    (void)closedir(directory);
    assert_int_equal(0, rmdir(folder));
}

char *fixture_path(struct fixture *fixture, const char *name)
{
    return arena_printf(&fixture->arena, "%s/%s", fixture->folder, name);
}

void expect_ok_at(struct fixture *fixture, enum status status, const char *file, int line)
{
    if (status != STATUS_OK) {
        print_error("%s: %s\n", status_name(status), fixture->error.message);
        _fail(file, line);
    }
}

void fixture_memory(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    arena_init(&fixture->arena);
    expect_ok(fixture, store_open_memory(&fixture->store, &fixture->error));
}

void fixture_disk(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    arena_init(&fixture->arena);
    folder_make(fixture->folder);
    struct random random = random_system();
    expect_ok(fixture, store_open(fixture->folder, true, &random, &fixture->store, &fixture->error));
}

void fixture_reopen(struct fixture *fixture)
{
    struct random random = random_system();
    store_close(fixture->store);
    expect_ok(fixture, store_open(fixture->folder, false, &random, &fixture->store, &fixture->error));
}

void fixture_close(struct fixture *fixture)
{
    if (fixture->store) {
        store_close(fixture->store);
    }
    if (fixture->folder[0]) {
        folder_remove(fixture->folder);
    }
    arena_deinit(&fixture->arena);
}

static struct text content_of(struct arena *arena, struct json before, struct json after)
{
    struct json changes = json_array(), content = json_object();
    json_diff(arena, &before, &after, &changes);
    json_set(arena, &content, TEXT("changes"), changes);
    return json_to_text(arena, &content);
}

static struct json document_of(struct arena *arena, int64_t count)
{
    struct json document = json_object();
    json_set(arena, &document, TEXT("count"), json_integer(count));
    json_set(arena, &document, TEXT("name"), json_string(TEXT("Ada")));
    if (count % 2 == 0) {
        json_set(arena, &document, TEXT("even"), json_boolean(true));
    }
    return document;
}

static void fill(struct fixture *fixture, struct store_change *change, struct json before, int64_t count)
{
    struct json after = document_of(&fixture->arena, count);
    change->subject.document = json_to_text(&fixture->arena, &after);
    change->content = content_of(&fixture->arena, before, after);
    change->happened = change->recorded = 1000 * count;
    change->world = 1;
    memset(change->salt, (int)count, sizeof change->salt);
}

struct store_change opening(struct fixture *fixture, int64_t id)
{
    struct store_change change = {.is_new = true};
    change.subject = (struct stored_subject){.id = id,
                                             .kind = SUBJECT_CASE,
                                             .workflow = TEXT("afc"),
                                             .definition = TEXT("d1"),
                                             .area = TEXT("lbhf"),
                                             .worker = TEXT("wanda"),
                                             .state = TEXT("referral"),
                                             .opened = 1000,
                                             .closed = INSTANT_NONE,
                                             .due = INSTANT_NONE,
                                             .version = 1};
    fill(fixture, &change, json_null(), 1);
    return change;
}

struct store_change advance(struct fixture *fixture, int64_t id)
{
    struct store_change change = {0};
    struct json before;
    expect_ok(fixture, fixture->store->api->load_id(fixture->store, &fixture->arena, id, &change.subject,
                                                    &fixture->error));
    expect_ok(fixture, json_read(&fixture->arena, change.subject.document, &before, &fixture->error));
    change.expected_version = change.subject.version++;
    fill(fixture, &change, before, (int64_t)change.subject.version);
    return change;
}

void apply_alone(struct fixture *fixture, struct store_change *change)
{
    struct store *store = fixture->store;
    expect_ok(fixture, store->api->begin(store, &fixture->error));
    expect_ok(fixture, store->api->apply(store, change, &fixture->error));
    expect_ok(fixture, store->api->commit(store, &fixture->error));
}

void open_cases(struct fixture *fixture, size_t count)
{
    for (size_t i = 1; i <= count; i++) {
        struct store_change change = opening(fixture, (int64_t)i);
        apply_alone(fixture, &change);
    }
}

struct stored_subject loaded(struct fixture *fixture, const char *reference)
{
    struct stored_subject subject;
    expect_ok(fixture, fixture->store->api->load(fixture->store, &fixture->arena, text_of(reference),
                                                 &subject, &fixture->error));
    return subject;
}

struct store_query query_all(void)
{
    return (struct store_query){.due_before = INSTANT_NONE, .overdue_at = INSTANT_NONE, .limit = 50};
}

struct store_verified verified(struct fixture *fixture)
{
    struct store_verified result;
    expect_ok(fixture, fixture->store->api->verify(fixture->store, &fixture->arena, NULL, NULL, &result,
                                                   &fixture->error));
    return result;
}

void assert_text_at(struct text actual, const char *expected, const char *file, int line)
{
    if (!text_is(actual, expected)) {
        print_error("\"%.*s\" is not \"%s\"\n", TEXT_ARGS(actual), expected);
        _fail(file, line);
    }
}

struct moment on_day(int32_t year, int32_t month, int32_t day)
{
    return (struct moment){.kind = MOMENT_DATE, .day = date_of(year, month, day), .at = INSTANT_NONE};
}

struct moment at_instant(instant at)
{
    return (struct moment){.kind = MOMENT_INSTANT, .day = DATE_NONE, .at = at};
}
