/* The routes: what can be asked, of whom, and who answers. The description (openapi.c) is made from this
 * table. */
#include "api/parts.h"

#define PAGE " cursor limit"

const struct route routes[] = {
    {"POST", "/v1/cases", ROUTE_AT_ONCE, .site = true, .act = ACT_OPEN, .query = "dry-run",
     .body_limit = API_BODY_LIMIT, .created = true, .run = case_open, .summary = "Opens a case",
     .takes = "Command", .gives = "Answer"},
    {"GET", "/v1/cases", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true,
     .query = "workflow state area worker offered due q closed" PAGE, .run = list_cases,
     .summary = "Cases, oldest first; people, with workflow=person", .gives = "Cases"},
    {"GET", "/v1/cases/{case}", ROUTE_READ, .site = true, .act = ACT_READ, .query = "as-at", .run = case_get,
     .summary = "The case as it stands", .gives = "Case"},
    {"POST", "/v1/cases/{case}/events", ROUTE_AT_ONCE, .site = true, .act = ACT_WRITE, .query = "dry-run",
     .body_limit = API_BODY_LIMIT, .run = case_event, .summary = "Something happened to the case",
     .takes = "Command", .gives = "Answer"},
    {"GET", "/v1/cases/{case}/actions", ROUTE_READ, .site = true, .act = ACT_READ,
     .query = "event role if as-at", .run = case_actions,
     .summary = "What can be done now, and why the rest cannot", .gives = "Actions"},
    {"GET", "/v1/cases/{case}/history", ROUTE_READ, .site = true, .act = ACT_READ,
     .query = "order as-at before limit", .run = case_history, .summary = "What happened, newest first",
     .gives = "History"},
    {"GET", "/v1/cases/{case}/ledger", ROUTE_READ, .site = true, .act = ACT_READ,
     .query = "deadline as-at" PAGE, .run = case_ledger,
     .summary = "What became of the case's deadlines and why, oldest first", .gives = "Ledger"},
    {"GET", "/v1/cases/{case}/tasks", ROUTE_READ, .site = true, .act = ACT_READ, .query = "as-at",
     .run = case_tasks, .summary = "The case's open tasks", .gives = "Tasks"},
    {"GET", "/v1/cases/{case}/deadlines", ROUTE_READ, .site = true, .act = ACT_READ,
     .query = "overdue within closed as-at", .run = case_deadlines, .summary = "All deadlines of the case",
     .gives = "Deadlines"},
    {"PUT", "/v1/cases/{case}/drafts/{event}", ROUTE_WORK, .site = true, .act = ACT_READ, .query = "of",
     .body_limit = API_BODY_LIMIT, .run = draft_save,
     .summary = "Keeps what you have half written of an event", .takes = "DraftData", .gives = "Draft"},
    {"GET", "/v1/cases/{case}/drafts/{event}", ROUTE_READ, .site = true, .act = ACT_READ, .query = "of",
     .run = draft_get, .summary = "Your draft of an event", .gives = "Draft"},
    {"DELETE", "/v1/cases/{case}/drafts/{event}", ROUTE_WORK, .site = true, .act = ACT_READ, .query = "of",
     .run = draft_discard, .summary = "Throws your draft away"},
    {"GET", "/v1/cases/{case}/ask", ROUTE_READ, .site = true, .act = ACT_READ,
     .query = "rule action hook measure plugin", .run = case_ask,
     .summary = "What a rule, an action, a hook or a measure says of the case; nothing is changed",
     .gives = "Asked"},
    {"GET", "/v1/cases/{case}/rule-costs", ROUTE_READ, .site = true, .act = ACT_READ, .query = "plugin",
     .run = case_rule_costs, .summary = "What each rule costs on the case", .gives = "RuleCosts"},
    {"GET", "/v1/drafts", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true, .query = "case",
     .run = draft_list, .summary = "Your drafts", .gives = "Drafts"},
    {"GET", "/v1/tasks", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true,
     .query = "workflow worker role area due" PAGE, .run = list_tasks,
     .summary = "Open tasks over all cases, the nearest due first", .gives = "Tasks"},
    {"GET", "/v1/deadlines", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true,
     .query = "workflow overdue within area worker" PAGE, .run = list_deadlines,
     .summary = "Open deadlines over all cases, the nearest first", .gives = "Deadlines"},
    {"GET", "/v1/moves", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true,
     .query = "workflow area worker" PAGE, .run = list_moves,
     .summary = "Open deadlines that the last change of calendars, rules or settings has moved",
     .gives = "Moves"},
    {"GET", "/v1/people", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true,
     .query = "q like born area closed" PAGE, .run = people_get,
     .summary = "People, oldest record first; with `like` or `born`, who is likely meant", .gives = "People"},
    {"GET", "/v1/people/{person}", ROUTE_READ, .site = true, .act = ACT_READ, .query = "", .run = person_get,
     .summary = "The record of a person, with the cases in which the person has a part", .gives = "Person"},
    {"GET", "/v1/people/{person}/likely", ROUTE_READ, .site = true, .act = ACT_READ, .query = "",
     .run = person_likely, .summary = "Other records that are perhaps of the same person", .gives = "People"},
    {"GET", "/v1/exceptions", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true,
     .query = "case workflow area worker all" PAGE, .run = list_exceptions,
     .summary = "What was let through, newest first", .gives = "Exceptions"},
    {"GET", "/v1/reports", ROUTE_AT_ONCE, .act = ACT_LIST, .right = true, .query = "", .run = report_list_get,
     .summary = "The reports that the workflows define", .gives = "Reports"},
    {"GET", "/v1/reports/{name}", ROUTE_WORK, .site = true, .act = ACT_REPORT,
     .query = "workflow area as-at known-at", .run = report_get,
     .summary = "What a report counts, as at a day", .gives = "Report"},
    {"POST", "/v1/import", ROUTE_WORK, .site = true, .act = ACT_IMPORT, .right = true,
     .query = "clock until finish", .body_limit = API_IMPORT_BODY_LIMIT, .lines = true, .run = import_run,
     .summary = "Applies one command a line; gives one answer a line", .takes = "Command",
     .gives = "ImportAnswer"},
    {"GET", "/v1/verify", ROUTE_READ, .site = true, .act = ACT_ADMINISTER, .right = true,
     .query = "replay case", .run = verify_get,
     .summary = "Walks the chain of every journal; with replay=1 makes its decisions again",
     .gives = "Verified"},
    {"POST", "/v1/checks", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .query = "",
     .body_limit = API_IMPORT_BODY_LIMIT, .run = checks_run, .summary = "Finds what is wrong in files",
     .takes = "Files", .gives = "Findings"},
    {"POST", "/v1/scenarios", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .query = "",
     .body_limit = API_IMPORT_BODY_LIMIT, .run = scenarios_run,
     .summary = "Tells scenarios, and whether they hold", .takes = "Scenarios", .gives = "ScenariosTold"},
    {"GET", "/v1/plugins", ROUTE_READ, .act = ACT_LIST, .right = true, .site = true, .query = "",
     .run = plugins_get, .summary = "What is installed, and what it cost", .gives = "Plugins"},
    {"PUT", "/v1/plugins/{plugin}/shadow", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .site = true,
     .query = "", .body_limit = API_IMPORT_BODY_LIMIT, .run = shadow_put,
     .summary = "Puts a new version beside the installed one, to be asked silently", .takes = "Shadow",
     .gives = "ShadowPut"},
    {"DELETE", "/v1/plugins/{plugin}/shadow", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .site = true,
     .query = "", .run = shadow_drop, .summary = "Takes it away, and what it differed in"},
    {"GET", "/v1/plugins/{plugin}/differences", ROUTE_READ, .act = ACT_ADMINISTER, .right = true,
     .site = true, .query = "rule" PAGE, .run = plugin_differences,
     .summary = "What the shadow would have answered otherwise, oldest first", .gives = "Differences"},
    {"POST", "/v1/plugins/{plugin}/promotion", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .site = true,
     .query = "", .run = shadow_promote, .summary = "Installs the shadow in the plugin's place",
     .gives = "Promoted"},
    {"GET", "/v1/plugin-moves", ROUTE_READ, .act = ACT_ADMINISTER, .right = true, .site = true,
     .query = "plugin area workflow case" PAGE, .run = plugin_moves_get,
     .summary = "Live cases on older versions of plugins, and what the present ones would change",
     .gives = "PluginMoves"},
    {"POST", "/v1/plugin-tests", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .query = "",
     .body_limit = API_IMPORT_BODY_LIMIT, .run = plugin_tests_run, .summary = "Runs tests of plugins, in Lua",
     .takes = "PluginTests", .gives = "PluginTestsRun"},
    {"POST", "/v1/simulations", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .query = "",
     .body_limit = API_IMPORT_BODY_LIMIT, .created = true, .run = simulation_begin,
     .summary = "Begins a simulation", .takes = "Simulation", .gives = "SimulationBegun"},
    {"POST", "/v1/simulations/{simulation}", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .query = "",
     .body_limit = API_BODY_LIMIT, .lines = true, .run = simulation_take_line,
     .summary = "One line: a command, or a wait", .takes = "Command", .gives = "Answer"},
    {"DELETE", "/v1/simulations/{simulation}", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .query = "",
     .run = simulation_end, .summary = "Ends a simulation"},
    {"GET", "/v1/areas", ROUTE_WORK, .site = true, .act = ACT_LIST, .right = true, .query = "at",
     .run = areas_get, .summary = "The areas, and which plugin answers which rule for each",
     .gives = "Areas"},
    {"POST", "/v1/areas", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true, .query = "at",
     .body_limit = API_IMPORT_BODY_LIMIT, .run = areas_get, .summary = "The same, of files",
     .takes = "AreasOfFiles", .gives = "Areas"},
    {"GET", "/v1/areas/differences", ROUTE_READ, .site = true, .act = ACT_LIST, .right = true,
     .query = "areas workflow state case at if", .run = areas_differ,
     .summary = "The same state in several areas, and what differs", .gives = "AreasCompared"},
    {"POST", "/v1/areas/differences", ROUTE_WORK, .act = ACT_ADMINISTER, .right = true,
     .query = "areas workflow state at if", .body_limit = API_IMPORT_BODY_LIMIT, .run = areas_differ,
     .summary = "The same, of files", .takes = "AreasOfFiles", .gives = "AreasCompared"},
    {"GET", "/v1/workflows", ROUTE_READ, .act = ACT_LIST, .right = true,
     .query = "workflow definition versions", .run = workflows_get,
     .summary = "The workflows: events, forms, fields", .gives = "Workflows"},
    {"GET", "/v1/openapi.json", ROUTE_AT_ONCE, .open = true, .query = "", .run = openapi_get,
     .summary = "This description", .gives = "Any"},
    {"GET", "/healthz", ROUTE_AT_ONCE, .open = true, .query = "", .run = health_get,
     .summary = "200 while the process lives", .gives = "Text"},
    {"GET", "/readyz", ROUTE_AT_ONCE, .open = true, .query = "", .run = ready_get,
     .summary = "200 while commands are taken, else 503", .gives = "Text"},
    {"GET", "/metrics", ROUTE_READ, .act = ACT_LIST, .query = "", .run = metrics_get,
     .summary = "Numbers of the running process, in Prometheus' text format", .gives = "Text"},
};

const size_t route_count = sizeof routes / sizeof *routes;

/* Whether PATH is PATTERN, segment by segment. */
static bool matches(const char *pattern, struct text path, struct text parameters[ROUTE_PARAMETERS])
{
    struct text pattern_rest = text_of(pattern), path_rest = path, wanted, segment;
    size_t count = 0;
    for (;;) {
        bool more = text_split(&pattern_rest, '/', &wanted);
        if (text_split(&path_rest, '/', &segment) != more) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (wanted.size && wanted.at[0] == '{') {
            if (segment.size == 0 || count == ROUTE_PARAMETERS) {
                return false;
            }
            parameters[count++] = segment;
        } else if (!text_equal(wanted, segment)) {
            return false;
        }
    }
}

static bool decode(struct arena *arena, struct text parameters[ROUTE_PARAMETERS])
{
    for (size_t i = 0; i < ROUTE_PARAMETERS; i++) {
        if (parameters[i].size && !url_decode(arena, parameters[i], false, &parameters[i])) {
            return false;
        }
    }
    return true;
}

const struct route *route_find(struct arena *arena, struct text method, struct text path,
                               struct text parameters[ROUTE_PARAMETERS], struct text *allow, bool *invalid)
{
    struct buffer methods;
    struct text asked = text_is(method, "HEAD") ? TEXT("GET") : method;
    buffer_init(&methods, arena);
    *invalid = false;
    for (size_t i = 0; path.size && i < route_count; i++) {
        struct text found[ROUTE_PARAMETERS] = {{0}};
        if (!matches(routes[i].pattern, path, found)) {
            continue;
        }
        if (text_is(asked, routes[i].method)) {
            memcpy(parameters, found, sizeof found);
            *invalid = !decode(arena, parameters);
            return &routes[i];
        }
        buffer_string(&methods, methods.size ? ", " : "");
        buffer_string(&methods, text_is(TEXT("GET"), routes[i].method) ? "GET, HEAD" : routes[i].method);
    }
    *allow = buffer_result(&methods);
    return NULL;
}
