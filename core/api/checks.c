/* POST /v1/checks: what is wrong in files that somebody sends, {"files": {PATH: CONTENT}}. Nothing is kept.
 * With "names": true the answer has the names, too, that a plugin's code may read.
 * For whoever holds the site: plugins among the files are run (in their sandbox) to be looked at. */
#include "api/parts.h"

#include "workbench/check.h"
#include "workbench/scenario.h"

const struct json *files_of(struct call *call, const struct json *body)
{
    const struct json *files = json_member_of(body, "files");
    bool texts = files && files->type == JSON_OBJECT && files->count > 0;
    for (uint32_t i = 0; texts && i < files->count; i++) {
        texts = files->members[i].value.type == JSON_STRING;
    }
    if (!texts) {
        answer_problem(call, PROBLEM_BAD_REQUEST,
                       "“files” is a group of paths with their content, {\"workflows/x/workflow.yaml\": "
                       "\"…\"}.");
        return NULL;
    }
    return files;
}

/* Against the world, where there is one. */
static void check_scenarios(struct call *call, const struct json *files, const struct world *world,
                            struct findings *findings)
{
    struct scenarios scenarios;
    scenarios_read(call->arena, files, world ? world->zone : zone_utc(), findings, &scenarios);
    for (size_t i = 0; world && i < scenarios.list.count; i++) {
        scenario_check(call->arena, world, scenarios.list.at[i]);
    }
}

bool checks_run(struct call *call)
{
    struct json body, answer = json_object();
    struct findings findings;
    const struct workshop *workshop = call->api->options.workshop;
    const struct json *files = call_body(call, &body) ? files_of(call, &body) : NULL;
    if (!files) {
        return true;
    }
    findings_init(&findings, call->arena);
    struct json others = scenarios_left_out(call->arena, files);
    const struct world *world = workshop->world_of_files(workshop->self, call->arena, &others, &findings);
    if (world) {
        workbench_check(world, workshop->answers, &findings);
    }
    check_scenarios(call, files, world, &findings);
    findings_sort(&findings);
    json_set(call->arena, &answer, TEXT("findings"), findings_json(call->arena, &findings));
    json_set(call->arena, &answer, TEXT("errors"), json_integer((int64_t)findings.errors));
    json_set(call->arena, &answer, TEXT("warnings"), json_integer((int64_t)findings.warnings));
    if (findings.dropped) {
        json_set(call->arena, &answer, TEXT("dropped"), json_integer((int64_t)findings.dropped));
    }
    if (world && workshop->plugin_names && json_get_boolean(&body, "names", false)) {
        struct json names = workshop->plugin_names(workshop->self, call->arena, world);
        json_set(call->arena, &answer, TEXT("names"), names);
    }
    return answer_json(call, 200, &answer);
}
