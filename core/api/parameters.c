/* A call's parameters and body, read with suspicion. */
#include "api/parts.h"

struct text call_text(const struct call *call, const char *name)
{
    return json_get_text(&call->query, name);
}

bool call_flag(const struct call *call, const char *name)
{
    const struct json *given = json_member_of(&call->query, name);
    struct text value = json_text(given);
    return given && !text_is(value, "0") && !text_is(value, "false") && !text_is(value, "no");
}

bool call_limit(struct call *call, size_t *limit)
{
    int64_t number = API_PAGE;
    struct text given = call_text(call, "limit");
    if (given.size && (!text_integer(given, &number) || number < 1 || number > STORE_PAGE_LIMIT)) {
        answer_problem(call, PROBLEM_BAD_REQUEST, "“limit” is a number from 1 to %d.", STORE_PAGE_LIMIT);
        return false;
    }
    *limit = (size_t)number;
    return true;
}

/* The working days of the workflow that is asked about, in its area; weekdays alone where that is not one. */
static const struct calendar *calendar_of(const struct call *call)
{
    struct text workflow = call_text(call, "workflow");
    const struct definition *definition =
        world_current(call->world, workflow.size ? workflow : only_workflow(call->world));
    return definition ? world_area_calendar(call->world, definition->calendar, call_text(call, "area"))
                      : calendar_weekdays();
}

bool call_moment(struct call *call, const char *name, instant *at)
{
    return call_moment_by(call, name, calendar_of(call), at);
}

bool call_moment_by(struct call *call, const char *name, const struct calendar *calendar, instant *at)
{
    struct duration duration;
    struct text given = call_text(call, name);
    const struct zone *zone = call->world->zone;
    date day = date_read(given);
    *at = INSTANT_NONE;
    if (given.size == 0) {
        return true;
    }
    if (day != DATE_NONE) {
        *at = zone_day_end(zone, day);
    } else if (duration_read(given, &duration, NULL) == STATUS_OK) {
        *at = instant_add(calendar, zone, call_now(call), duration);
    } else {
        *at = instant_read(zone, given);
    }
    if (*at == INSTANT_NONE) {
        answer_problem(
            call, PROBLEM_BAD_REQUEST,
            "“%s” is a date, such as 2026-03-01, a time, such as 2026-03-01T09:00, or how long from "
            "now, such as 2 weeks.",
            name);
        return false;
    }
    return true;
}

bool call_body(struct call *call, struct json *body)
{
    struct error error;
    struct text text = call->exchange->request.body;
    if (text_trim(text).size == 0) {
        answer_problem(call, PROBLEM_BAD_REQUEST, "The body is empty; it is a JSON object.");
        return false;
    }
    if (json_read(call->arena, text, body, &error) != STATUS_OK) {
        struct json members = json_object();
        struct text place = text_copy(call->arena, text_of(error.place));
        show_text(call->arena, &members, "place", place);
        answer_problem_with(
            call, PROBLEM_BAD_REQUEST,
            text_printf(call->arena, "The body is not JSON: %.*s: %s", TEXT_ARGS(place), error.message),
            members);
        return false;
    }
    if (body->type != JSON_OBJECT) {
        answer_problem(call, PROBLEM_BAD_REQUEST, "The body is %s; it must be a JSON object.",
                       json_type_words(body->type));
        return false;
    }
    return true;
}
