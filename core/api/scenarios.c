/* POST /v1/scenarios: {"files": {PATH: CONTENT}, "scenarios": [PATH …], "shipped", "verbose"}: tells the
 * scenarios among the files, each in a store and with rules of its own, and says whether it holds. Nothing is
 * kept. For whoever holds the site: plugins among the files are run, in their sandbox. */
#include "api/parts.h"

#include "report/report.h"
#include "workbench/check.h"
#include "workbench/play.h"

struct telling {
    struct call *call;
    const struct world *world; /* NULL: the files that it is made of have errors */
    bool verbose;
    struct json *told;
};

static enum status run_report(struct arena *arena, const struct play_options *options,
                              const struct play_report *question, struct json *json, struct error *error)
{
    struct report report;
    struct report_query query = {.name = question->name,
                                 .workflow = question->workflow,
                                 .area = question->area,
                                 .as_at = question->as_at,
                                 .known_at = question->known_at,
                                 .now = question->now};
    enum status status =
        report_run(arena, options->store, options->world, &options->rules, &query, &report, error);
    if (status == STATUS_OK) {
        *json = report_json(arena, &report);
    }
    return status;
}

static const struct play_reports reports = {run_report};

/* In an arena of its own: what a story needs on its way is more than what is told of it. */
static enum status play(struct telling *telling, const struct scenario *scenario, struct error *error)
{
    struct call *call = telling->call;
    const struct workshop *workshop = call->api->options.workshop;
    struct play_options options = {.world = telling->world, .reports = &reports, .verbose = telling->verbose};
    struct arena arena;
    struct json answer;
    enum status status = workshop->store_in_memory(workshop->self, &options.store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = workshop->rules_new(workshop->self, &options.rules, error);
    if (status == STATUS_OK) {
        arena_init(&arena);
        status = scenario_play(&arena, &options, scenario, &answer, error);
        if (status == STATUS_OK) {
            json_append(call->arena, telling->told, json_copy(call->arena, answer));
        }
        arena_deinit(&arena);
        workshop->rules_free(workshop->self, &options.rules);
    }
    store_close(options.store);
    return status;
}

static enum status tell(struct telling *telling, struct scenario *scenario, struct error *error)
{
    struct call *call = telling->call;
    if (!scenario->is_wrong && telling->world) {
        return play(telling, scenario, error);
    }
    struct text why = scenario->is_wrong ? TEXT("it has errors")
                                         : TEXT("the workflows or plugins that it needs have errors");
    json_append(call->arena, telling->told,
                scenario_untold(call->arena, scenario->source.file, scenario->title, why));
    return STATUS_OK;
}

static bool is_asked_for(const struct json *wanted, struct text file)
{
    for (uint32_t i = 0; wanted && i < wanted->count; i++) {
        if (text_equal(json_text(&wanted->elements[i]), file)) {
            return true;
        }
    }
    return !wanted;
}

/* Those that are asked for and are none, or cannot even be read as YAML. */
static void tell_others(struct telling *telling, const struct scenarios *scenarios, const struct json *wanted)
{
    struct arena *arena = telling->call->arena;
    for (uint32_t i = 0; wanted && i < wanted->count; i++) {
        struct text file = json_text(&wanted->elements[i]);
        if (!scenarios_of_file(scenarios, file)) {
            json_append(
                arena, telling->told,
                scenario_untold(arena, file, (struct text){0},
                                TEXT("it is no scenario that can be read: begin it with “scenario: …”")));
        }
    }
}

/* What is wrong with scenarios that nobody asked for is not told. */
static void keep_findings(struct findings *findings, const struct scenarios *scenarios)
{
    struct findings kept;
    findings_init(&kept, findings->arena);
    for (size_t i = 0; i < findings->list.count; i++) {
        const struct scenario *scenario = scenarios_of_file(scenarios, findings->list.at[i].file);
        if (!scenario || scenario->is_needed) {
            findings_add(&kept, &findings->list.at[i]);
        }
    }
    *findings = kept;
}

bool answer_told(struct call *call, const char *name, struct json told, struct findings *findings)
{
    struct json json = json_object();
    findings_sort(findings);
    json_set(call->arena, &json, text_of(name), told);
    json_set(call->arena, &json, TEXT("findings"), findings_json(call->arena, findings));
    json_set(call->arena, &json, TEXT("errors"), json_integer((int64_t)findings->errors));
    json_set(call->arena, &json, TEXT("warnings"), json_integer((int64_t)findings->warnings));
    return answer_json(call, 200, &json);
}

bool scenarios_run(struct call *call)
{
    struct json body, told = json_array();
    struct findings findings;
    struct scenarios scenarios;
    struct error error;
    const struct workshop *workshop = call->api->options.workshop;
    const struct json *files = call_body(call, &body) ? files_of(call, &body) : NULL;
    if (!files) {
        return true;
    }
    const struct json *wanted = json_member_of(&body, "scenarios");
    if (wanted && wanted->type != JSON_ARRAY) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "“scenarios” is a list of paths among the files.");
    }
    findings_init(&findings, call->arena);
    struct json others = scenarios_left_out(call->arena, files);
    if (json_get_boolean(&body, "shipped", false)) {
        others = workshop->with_shipped(workshop->self, call->arena, others);
    }
    struct telling telling = {.call = call,
                              .world =
                                  workshop->world_of_files(workshop->self, call->arena, &others, &findings),
                              .verbose = json_get_boolean(&body, "verbose", false),
                              .told = &told};
    scenarios_read(call->arena, files, telling.world ? telling.world->zone : zone_utc(), &findings,
                   &scenarios);
    for (size_t i = 0; i < scenarios.list.count; i++) {
        if (is_asked_for(wanted, scenarios.list.at[i]->source.file)) {
            scenario_need(scenarios.list.at[i]);
        }
        if (telling.world) {
            scenario_check(call->arena, telling.world, scenarios.list.at[i]);
        }
    }
    for (size_t i = 0; i < scenarios.list.count; i++) {
        struct scenario *scenario = scenarios.list.at[i];
        enum status status =
            is_asked_for(wanted, scenario->source.file) ? tell(&telling, scenario, &error) : STATUS_OK;
        if (status != STATUS_OK) {
            return answer_failure(call, status, &error);
        }
    }
    tell_others(&telling, &scenarios, wanted);
    keep_findings(&findings, &scenarios);
    return answer_told(call, "scenarios", told, &findings);
}
