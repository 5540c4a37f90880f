/* A case as it was known at an earlier time: `as-at`, for all reads of a case. What was recorded later is
 * undone in its document; the workflow is the version that it is pinned to, calendars and rules are the
 * present ones, and "now" is the end of that time. */
#include "api/parts.h"

#include "report/past.h"

#include <inttypes.h>

bool call_as_at(struct call *call, struct as_at *as_at)
{
    struct text given = call_text(call, "as-at");
    instant now = call_now(call), last;
    *as_at = (struct as_at){.before = INT64_MAX, .now = now};
    if (given.size == 0) {
        return true;
    }
    const struct zone *zone = call->world->zone;
    date day = date_read(given);
    instant at = day == DATE_NONE ? instant_read(zone, given) : zone_day_start(zone, day);
    if (at == INSTANT_NONE) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST,
                               "“as-at” is a date, such as 2026-03-03, or a time, such as 2026-03-03T10:00.");
    }
    if (at > now) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST,
                               "“as-at” lies ahead: what will be known then, nobody knows.");
    }
    char text[INSTANT_TEXT_SIZE];
    last = day == DATE_NONE ? at : zone_day_end(zone, day) - 1;
    as_at->given = true;
    as_at->before = last + 1;
    as_at->now = last < now ? last : now;
    as_at->said = day == DATE_NONE ? text_copy(call->arena, text_of(instant_write(at, text))) : given;
    return true;
}

enum status as_at_fold(struct call *call, struct case_read *found, struct error *error)
{
    struct past past;
    char day[DATE_TEXT_SIZE];
    struct as_at *as_at = &found->as_at;
    struct fold_bounds bounds = {.happened = INT64_MAX, .recorded = as_at->before};
    if (!as_at->given) {
        return STATUS_OK;
    }
    enum status status =
        past_fold(call->arena, call->store, found->stored.id, &bounds, &found->document, &past, error);
    as_at->erased = past.erased;
    if (status == STATUS_OK && !past.recorded_by_then) {
        return error_set(error, STATUS_NOT_FOUND, "%.*s was not known then; it is since %s.",
                         TEXT_ARGS(found->stored.reference),
                         date_write(zone_date(call->world->zone, past.known_since), day));
    }
    found->stored.version = past.version;
    return status;
}

enum status as_at_unreadable(const struct case_read *found, struct error *error)
{
    if (found->as_at.erased) {
        return error_set(error, STATUS_INVALID,
                         "%.*s cannot be shown as it was known then: %" PRIu64
                         " of its later entries are erased.",
                         TEXT_ARGS(found->stored.reference), found->as_at.erased);
    }
    error_place(error, "%.*s", TEXT_ARGS(found->stored.reference));
    return STATUS_CORRUPT;
}

void as_at_restore(struct case_read *found)
{
    const struct subject *subject = &found->subject;
    struct stored_subject *stored = &found->stored;
    if (!found->as_at.given) {
        return;
    }
    stored->area = subject->area;
    stored->worker = subject->worker;
    stored->opened = subject->opened;
    stored->closed = subject->closed;
    stored->due = subject_next_due(subject);
    stored->name = stored->kind == SUBJECT_PERSON ? json_get_text(&subject->data, "name") : (struct text){0};
}

void as_at_show(struct call *call, const struct case_read *found, struct json *answer)
{
    const struct as_at *as_at = &found->as_at;
    show_text(call->arena, answer, "as_at", as_at->said);
    if (as_at->erased) {
        json_set(call->arena, answer, TEXT("erased"), json_integer((int64_t)as_at->erased));
    }
}

bool answer_case(struct call *call, const struct case_read *found, struct json answer)
{
    as_at_show(call, found, &answer);
    if (!found->as_at.given) {
        answer_etag(call, found->stored.version);
    }
    return answer_json(call, 200, &answer);
}

bool answer_case_list(struct call *call, const struct case_read *found, struct json items, struct text cursor)
{
    struct json list = json_object();
    json_set(call->arena, &list, TEXT("items"), items);
    show_text(call->arena, &list, "cursor", cursor);
    show_text(call->arena, &list, "case", found->stored.reference);
    json_set(call->arena, &list, TEXT("version"), json_integer((int64_t)found->stored.version));
    as_at_show(call, found, &list);
    return answer_json(call, 200, &list);
}
