/* Answers: JSON, text, and problems (RFC 9457). A problem's type is a reference relative to where the api
 * stands; its title is the same for every problem of that type, its detail a sentence about this one. */
#include "api/parts.h"

#include <inttypes.h>
#include <stdarg.h>

struct problem_kind {
    int status;
    const char *name, *title;
};

static const struct problem_kind kinds[PROBLEM_COUNT] = {
    [PROBLEM_BAD_REQUEST] = {400, "bad-request", "The request cannot be read"},
    [PROBLEM_NOT_AUTHENTICATED] = {401, "not-authenticated", "Say who you are"},
    [PROBLEM_NOT_ALLOWED] = {403, "not-allowed", "You may not do this"},
    [PROBLEM_NOT_FOUND] = {404, "not-found", "There is no such thing"},
    [PROBLEM_METHOD] = {405, "method", "This cannot be done to it"},
    [PROBLEM_REFUSED] = {409, "refused", "Refused"},
    [PROBLEM_STALE] = {412, "stale", "It has changed meanwhile"},
    [PROBLEM_TOO_LARGE] = {413, "too-large", "The request is too large"},
    [PROBLEM_MEDIA_TYPE] = {415, "media-type", "The body is of a kind that is not taken"},
    [PROBLEM_UNKNOWN_EVENT] = {422, "unknown-event", "The workflow has no such event"},
    [PROBLEM_FORM] = {422, "form", "Some answers are not valid"},
    [PROBLEM_INVALID] = {422, "invalid", "This cannot be done as it is said"},
    [PROBLEM_EXISTS] = {422, "exists", "It is there already"},
    [PROBLEM_FAILED] = {500, "failed", "Something failed"},
    [PROBLEM_UNSUPPORTED] = {501, "unsupported", "Not supported"},
    [PROBLEM_BUSY] = {503, "busy", "Too busy, try again"},
    [PROBLEM_NO_SITE] = {503, "no-site", "There is no site here"},
};

static struct response *response_of(struct call *call)
{
    return &call->exchange->response;
}

bool answer_text(struct call *call, int status, const char *content_type, struct text body)
{
    struct response *response = response_of(call);
    response->status = status;
    response->content_type = text_of(content_type);
    response->body = body;
    return true;
}

bool answer_json(struct call *call, int status, const struct json *json)
{
    return answer_text(call, status, "application/json", json_to_text(call->arena, json));
}

bool answer_list(struct call *call, struct json items, struct text cursor)
{
    struct json list = json_object();
    json_set(call->arena, &list, TEXT("items"), items);
    show_text(call->arena, &list, "cursor", cursor);
    return answer_json(call, 200, &list);
}

void answer_etag(struct call *call, uint64_t version)
{
    response_of(call)->etag = text_printf(call->arena, "\"%" PRIu64 "\"", version);
}

bool answer_problem_with(struct call *call, enum problem problem, struct text detail, struct json members)
{
    const struct problem_kind *kind = &kinds[problem];
    struct arena *arena = call->arena;
    json_set(arena, &members, TEXT("type"), json_string(text_printf(arena, "/problems/%s", kind->name)));
    json_set(arena, &members, TEXT("title"), json_string(text_of(kind->title)));
    json_set(arena, &members, TEXT("status"), json_integer(kind->status));
    json_set(arena, &members, TEXT("detail"), json_string(detail));
    response_of(call)->retry = problem == PROBLEM_BUSY;
    return answer_text(call, kind->status, "application/problem+json", json_to_text(arena, &members));
}

bool answer_problem(struct call *call, enum problem problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *detail = arena_vprintf(call->arena, format, arguments);
    va_end(arguments);
    return answer_problem_with(call, problem, text_of(detail), json_object());
}

static enum problem problem_of(enum status status)
{
    switch (status) {
    case STATUS_INVALID:
        return PROBLEM_INVALID;
    case STATUS_LIMIT:
        return PROBLEM_TOO_LARGE;
    case STATUS_NOT_FOUND:
        return PROBLEM_NOT_FOUND;
    case STATUS_EXISTS:
        return PROBLEM_EXISTS;
    case STATUS_CONFLICT:
        return PROBLEM_STALE;
    case STATUS_DENIED:
        return PROBLEM_NOT_ALLOWED;
    case STATUS_BUSY:
    case STATUS_LOCKED:
    case STATUS_FULL:
    case STATUS_STOPPED:
        return PROBLEM_BUSY;
    case STATUS_UNSUPPORTED:
        return PROBLEM_UNSUPPORTED;
    default:
        return PROBLEM_FAILED;
    }
}

bool answer_failure(struct call *call, enum status status, const struct error *error)
{
    struct json members = json_object();
    if (error->place[0]) {
        show_text(call->arena, &members, "place", text_copy(call->arena, text_of(error->place)));
    }
    struct text detail = text_copy(call->arena, text_of(error->message));
    return answer_problem_with(call, problem_of(status), detail, members);
}

bool answer_no_case(struct call *call, struct text reference)
{
    return answer_problem(call, PROBLEM_NOT_FOUND, "There is no case “%.*s”.", TEXT_ARGS(reference));
}
