/* Running a report: which measure is meant, which cases there are, how each stood, what they answer. */
#include "engine/links.h"
#include "report/count.h"
#include "report/fold.h"
#include "store/pinned.h"

/* A case of the page that is being read, copied out of the store's row. */
struct found {
    int64_t id;
    struct text reference, definition, document;
    uint64_t version;
};

struct run {
    struct arena *arena;  /* of the result */
    struct arena page;    /* one page of cases */
    struct arena scratch; /* one case */
    struct store *store;
    const struct world *world;
    const struct report_query *query;
    struct report *report;
    struct counting counting;
    struct shelf shelf; /* versions that no open case needs */
    struct fold_bounds bounds;
    bool is_present; /* nothing can be later than the dates: no journal is read */
    VECTOR(struct found)
    found;
};

/* --- which measure ---------------------------------------------------------------- */

static const struct measure *measure_of(const struct definition *definition, struct text name)
{
    int32_t index = map_get(&definition->measures_by_name, name);
    return index == MAP_NONE ? NULL : &definition->measures[index];
}

static bool is_present(const struct world *world, const struct definition *definition)
{
    return world_current(world, definition->name) == definition;
}

static enum status no_such_report(struct run *run, struct error *error)
{
    const struct world *world = run->world;
    struct text name = run->query->name;
    VECTOR(struct text)
    names = {0};
    for (size_t d = 0; d < world->definition_count; d++) {
        const struct definition *definition = world->definitions[d];
        for (size_t i = 0; is_present(world, definition) && i < definition->measure_count; i++) {
            vector_push(run->arena, &names, definition->measures[i].name);
        }
    }
    struct text near = text_nearest(name, names.at, names.count);
    if (near.size) {
        return error_set(error, STATUS_NOT_FOUND, "there is no report “%.*s”; did you mean “%.*s”?",
                         TEXT_ARGS(name), TEXT_ARGS(near));
    }
    return error_set(error, STATUS_NOT_FOUND, "there is no report “%.*s”", TEXT_ARGS(name));
}

static enum status find_measure(struct run *run, struct error *error)
{
    struct report *report = run->report;
    const struct world *world = run->world;
    struct text workflow = run->query->workflow;
    for (size_t i = 0; i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        const struct measure *measure = measure_of(definition, run->query->name);
        if (!measure || !is_present(world, definition) ||
            (workflow.size && !text_equal(workflow, definition->name))) {
            continue;
        }
        if (report->measure) {
            return error_set(error, STATUS_INVALID,
                             "both %.*s and %.*s have a report “%.*s”; say of which workflow",
                             TEXT_ARGS(report->definition->name), TEXT_ARGS(definition->name),
                             TEXT_ARGS(run->query->name));
        }
        report->definition = definition;
        report->measure = measure;
    }
    return report->measure ? STATUS_OK : no_such_report(run, error);
}

static enum status set_dates(struct run *run, struct error *error)
{
    const struct report_query *query = run->query;
    const struct zone *zone = run->world->zone;
    struct report *report = run->report;
    if (query->as_at == DATE_NONE && query->now == INSTANT_NONE) {
        return error_set(error, STATUS_INVALID, "say as at which date");
    }
    report->as_at = query->as_at != DATE_NONE ? query->as_at : zone_date(zone, query->now);
    report->known_at = query->known_at != DATE_NONE ? query->known_at : report->as_at;
    run->bounds.happened = zone_day_end(zone, report->as_at);
    run->bounds.recorded = zone_day_end(zone, report->known_at);
    run->is_present =
        query->now != INSTANT_NONE && query->now < run->bounds.happened && query->now < run->bounds.recorded;
    run->counting.now = run->is_present ? query->now : run->bounds.happened - 1;
    return STATUS_OK;
}

/* --- how a case stood ---------------------------------------------------------------- */

/* The journal of one case, newest first. A first look tells whether anything has to be undone, a second takes
 * only what that needs. */
struct looking {
    struct run *run;
    uint64_t seen, oldest; /* entries; up to which one something is to be undone, 0: nothing is */
    bool opened, opened_by_then, recorded_by_then; /* what the first entry of all tells */
    bool erased;
    VECTOR(struct fold_entry)
    entries;
    enum status status;
    struct error *error;
};

static bool look(void *self, const struct stored_entry *entry)
{
    struct looking *looking = self;
    const struct fold_bounds *bounds = &looking->run->bounds;
    looking->seen++;
    if (!fold_counts(bounds, entry->happened, entry->recorded)) {
        looking->oldest = looking->seen;
        looking->erased = looking->erased || entry->erased;
    }
    if (entry->seq == 1) {
        looking->opened = true;
        looking->opened_by_then = entry->happened < bounds->happened;
        looking->recorded_by_then = entry->recorded < bounds->recorded;
    }
    return true;
}

static bool take(void *self, const struct stored_entry *entry)
{
    struct looking *looking = self;
    struct json content = json_null();
    struct fold_entry taken = {entry->happened, entry->recorded, json_null()};
    if (!entry->erased) {
        looking->status = json_read(&looking->run->scratch, entry->content, &content, looking->error);
        const struct json *changes = json_member_of(&content, "changes");
        taken.changes = changes ? *changes : json_array();
    }
    vector_push(&looking->run->scratch, &looking->entries, taken);
    return looking->status == STATUS_OK && looking->entries.count < looking->oldest;
}

/* DOCUMENT as it stood; *THERE is false for a case that was not there, or not known of. */
static enum status fold_case(struct run *run, const struct found *found, struct json *document, bool *there,
                             struct error *error)
{
    struct looking looking = {.run = run, .status = STATUS_OK, .error = error};
    const struct store_api *api = run->store->api;
    *there = true;
    if (run->is_present) {
        return STATUS_OK;
    }
    enum status status = api->entries(run->store, &run->scratch, found->id, 0, look, &looking, error);
    if (status != STATUS_OK) {
        return status;
    }
    *there = looking.opened && looking.opened_by_then && looking.recorded_by_then;
    run->report->recorded_later += looking.opened && looking.opened_by_then && !looking.recorded_by_then;
    if (!*there || looking.oldest == 0) {
        return STATUS_OK;
    }
    run->report->erased += looking.erased;
    status = api->entries(run->store, &run->scratch, found->id, 0, take, &looking, error);
    if (status == STATUS_OK && (status = looking.status) == STATUS_OK) {
        status = fold_back(&run->scratch, document, looking.entries.at, looking.entries.count, &run->bounds,
                           error);
    }
    return status;
}

/* --- cases ------------------------------------------------------------------------- */

/* Reads the document with the present version, or else with the one it is pinned to; gives the measure to
 * ask. NULL: neither can. */
static const struct measure *read_case(struct run *run, const struct found *found,
                                       const struct json *document, struct subject *subject)
{
    const struct report *report = run->report;
    const struct definition *own;
    const struct measure *measure = report->measure;
    struct error error;
    if (subject_read(&run->scratch, report->definition, document, subject, &error) != STATUS_OK) {
        bool kept = pinned_definition(&run->shelf, run->world, run->store, found->definition, &own, &error) ==
                    STATUS_OK;
        measure = kept && own != report->definition ? measure_of(own, report->measure->name) : NULL;
        if (!measure || subject_read(&run->scratch, own, document, subject, &error) != STATUS_OK) {
            return NULL;
        }
    }
    subject->id = found->id;
    subject->kind = SUBJECT_CASE;
    subject->reference = found->reference;
    subject->version = found->version;
    return measure;
}

static bool is_asked(const struct run *run, const struct subject *subject)
{
    date since = run->report->measure->since;
    struct text area = run->query->area;
    if (link_merged_into(subject).size) { /* the record that it was merged into counts */
        return false;
    }
    bool in_time = since == DATE_NONE || zone_date(run->world->zone, subject->opened) >= since;
    return in_time && (area.size == 0 || text_equal(area, subject->area));
}

static enum status run_case(struct run *run, const struct found *found, struct error *error)
{
    struct json document;
    struct subject subject;
    bool there;
    arena_reset(&run->scratch);
    enum status status = json_read(&run->scratch, found->document, &document, error);
    if (status == STATUS_OK) {
        status = fold_case(run, found, &document, &there, error);
    }
    if (status != STATUS_OK) {
        error_place(error, "%.*s", TEXT_ARGS(found->reference));
        return status;
    }
    if (!there) {
        return STATUS_OK;
    }
    const struct measure *measure = read_case(run, found, &document, &subject);
    if (!measure) {
        run->report->unread++;
    } else if (is_asked(run, &subject)) {
        count_case(&run->counting, &run->scratch, measure, &subject);
    }
    return STATUS_OK;
}

static bool collect(void *self, const struct stored_subject *row)
{
    struct run *run = self;
    struct found found = {.id = row->id,
                          .reference = text_copy(&run->page, row->reference),
                          .definition = text_copy(&run->page, row->definition),
                          .document = text_copy(&run->page, row->document),
                          .version = row->version};
    vector_push(&run->page, &run->found, found);
    return true;
}

static enum status run_cases(struct run *run, struct error *error)
{
    struct store_query query = {.kind = SUBJECT_CASE,
                                .workflow = run->report->definition->name,
                                .due_before = INSTANT_NONE,
                                .include_closed = true,
                                .limit = REPORT_PAGE};
    struct arena cursors;
    enum status status;
    arena_init(&cursors);
    do {
        struct text cursor = {0};
        run->found.at = NULL;
        run->found.count = run->found.room = 0;
        arena_reset(&run->page);
        status = run->store->api->subjects(run->store, &run->page, &query, collect, run, &cursor, error);
        for (size_t i = 0; status == STATUS_OK && i < run->found.count; i++) {
            status = run_case(run, &run->found.at[i], error);
        }
        query.cursor = text_copy(&cursors, cursor); /* a few bytes a page */
    } while (status == STATUS_OK && query.cursor.size);
    arena_deinit(&cursors);
    return status;
}

enum status report_run(struct arena *arena, struct store *store, const struct world *world,
                       const struct rules *rules, const struct report_query *query, struct report *report,
                       struct error *error)
{
    struct run run = {.arena = arena, .store = store, .world = world, .query = query, .report = report};
    run.shelf.arena = arena;
    *report = (struct report){.area = text_copy(arena, query->area)};
    run.counting = (struct counting){.arena = arena, .world = world, .rules = rules, .report = report};
    enum status status = find_measure(&run, error);
    if (status == STATUS_OK) {
        status = set_dates(&run, error);
    }
    if (status != STATUS_OK || (status = store->api->read_begin(store, error)) != STATUS_OK) {
        return status;
    }
    arena_init(&run.page);
    arena_init(&run.scratch);
    counting_init(&run.counting);
    status = run_cases(&run, error);
    store->api->read_end(store);
    arena_deinit(&run.scratch);
    arena_deinit(&run.page);
    return status == STATUS_OK ? count_rows(&run.counting, error) : status;
}
