/* GET /v1/reports and /v1/reports/{name}: data, or a table for people to whoever accepts text/plain. A report
 * over all areas is for those who are held to none: it counts what they could not list. */
#include "api/parts.h"

#include "report/report.h"

bool report_list_get(struct call *call)
{
    struct json list = call->world ? report_list(call->arena, call->world) : json_array();
    return answer_list(call, list, (struct text){0});
}

/* False: the response is a problem. */
static bool read_date(struct call *call, const char *name, date *day)
{
    struct text given = call_text(call, name);
    *day = date_read(given);
    return given.size == 0 || *day != DATE_NONE ||
           !answer_problem(call, PROBLEM_BAD_REQUEST, "“%s” is a date, such as 2026-03-31.", name);
}

static bool read_query(struct call *call, struct report_query *query)
{
    const struct principal *principal = &call->exchange->request.principal;
    *query = (struct report_query){.name = call->parameters[0],
                                   .workflow = call_text(call, "workflow"),
                                   .area = call_text(call, "area"),
                                   .now = call_now(call)};
    if (!access_allows(principal, ACT_REPORT, query->area)) {
        return !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s may see reports of %s alone; say “area”.",
                               TEXT_ARGS(principal->user),
                               principal->areas.size ? "the areas that are theirs" : "no area");
    }
    return read_date(call, "as-at", &query->as_at) && read_date(call, "known-at", &query->known_at);
}

bool report_get(struct call *call)
{
    struct error error;
    struct report report;
    struct report_query query;
    if (!read_query(call, &query)) {
        return true;
    }
    enum status status =
        report_run(call->arena, call->store, call->world, &call->rules, &query, &report, &error);
    if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    if (text_starts(call->exchange->request.accept, TEXT("text/plain"))) {
        return answer_text(call, 200, "text/plain; charset=utf-8", report_text(call->arena, &report));
    }
    struct json json = report_json(call->arena, &report);
    return answer_json(call, 200, &json);
}
