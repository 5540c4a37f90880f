/* Plugins on a site: what is installed (GET /v1/plugins), what one of its rules, actions or hooks says of a
 * case (GET /v1/cases/{case}/ask), and what rules cost (GET …/rule-costs). All of it reads, and asks for the
 * right to read the case: explaining an event asks the same rules. */
#include "api/parts.h"

#include "workbench/asking.h"

/* --- what is installed ---------------------------------------------------------------- */

static struct json texts(struct arena *arena, const struct text *list, size_t count)
{
    struct json array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_append(arena, &array, json_string(list[i]));
    }
    return array;
}

/* What it asks for in its manifest, and whether that is granted. */
static struct json show_permissions(struct arena *arena, const struct plugin *plugin)
{
    struct json list = json_array();
    for (size_t i = 0; i < plugin->permission_count; i++) {
        const struct permission *permission = &plugin->permissions[i];
        struct json one = json_object();
        show_text(arena, &one, "capability", permission->capability);
        show_text(arena, &one, "for", permission->for_what);
        json_set(arena, &one, TEXT("granted"), json_boolean(permission->granted));
        json_append(arena, &list, one);
    }
    return list;
}

static struct json show_plugin(struct arena *arena, const struct plugin *plugin, const struct json *costs)
{
    struct json json = json_object();
    const struct json *cost = json_get(costs, plugin->name);
    json_set(arena, &json, TEXT("name"), json_string(plugin->name));
    json_set(arena, &json, TEXT("version"), json_string(plugin->version));
    json_set(arena, &json, TEXT("title"), json_string(plugin->title));
    json_set(arena, &json, TEXT("hash"), json_string(plugin_hash(arena, plugin)));
    json_set(arena, &json, TEXT("areas"), texts(arena, plugin->areas, plugin->area_count));
    json_set(arena, &json, TEXT("workflows"), texts(arena, plugin->workflows, plugin->workflow_count));
    json_set(arena, &json, TEXT("on_failure"), json_string(plugin->goes_on ? TEXT("go on") : TEXT("refuse")));
    json_set(arena, &json, TEXT("asks"), show_permissions(arena, plugin));
    if (cost) {
        json_set(arena, &json, TEXT("cost"), *cost);
    }
    return json;
}

bool plugins_get(struct call *call)
{
    struct error error;
    const struct workshop *workshop = call->api->options.workshop;
    struct json items = json_array(), costs = json_object();
    if (workshop && workshop->plugin_costs) {
        costs = workshop->plugin_costs(workshop->self, call->arena);
    }
    for (size_t i = 0; i < call->world->plugin_count; i++) {
        const struct plugin *plugin = &call->world->plugins[i];
        struct json shadow, json = show_plugin(call->arena, plugin, &costs);
        enum status status = shadow_show(call, plugin, &shadow, &error);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
            return answer_failure(call, status, &error);
        }
        if (status == STATUS_OK) {
            json_set(call->arena, &json, TEXT("shadow"), shadow);
        }
        json_append(call->arena, &items, json);
    }
    return answer_list(call, items, (struct text){0});
}

/* --- one question ------------------------------------------------------------------------ */

/* The one of rule, action, hook and measure that is asked for. */
static bool read_inquiry(struct call *call, struct inquiry *inquiry)
{
    static const char *const names[] = {"rule", "action", "hook", "measure"};
    size_t found = 0;
    inquiry->plugin = call_text(call, "plugin");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text name = call_text(call, names[i]);
        if (name.size) {
            inquiry->kind = (enum inquiry_kind)i;
            inquiry->name = name;
            found++;
        }
    }
    return found == 1 || !answer_problem(call, PROBLEM_BAD_REQUEST,
                                         "Say one of “rule”, “action”, “hook” and “measure”, with its name.");
}

bool case_ask(struct call *call)
{
    struct case_read found;
    struct asking asking = {.supposed = json_null(), .now = call_now(call)};
    struct json answer = json_null();
    struct error error;
    if (!read_inquiry(call, &asking.inquiry) || !case_find(call, &found)) {
        return true;
    }
    enum status status =
        asking_answer(call->arena, call->world, &found.subject, &asking, &call->rules, &answer, &error);
    if (status == STATUS_SCRIPT || status == STATUS_CUT_OFF) {
        answer = json_object();
        json_set(call->arena, &answer, TEXT("failed"),
                 json_string(text_copy(call->arena, text_of(error.message))));
        json_set(call->arena, &answer, TEXT("place"),
                 json_string(text_copy(call->arena, text_of(error.place))));
        if (error.trace[0]) {
            json_set(call->arena, &answer, TEXT("trace"),
                     json_string(text_copy(call->arena, text_of(error.trace))));
        }
    } else if (status == STATUS_NOT_FOUND) {
        return answer_problem(call, PROBLEM_NOT_FOUND, "%s", error.message);
    } else if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    return answer_case(call, &found, answer);
}

bool case_rule_costs(struct call *call)
{
    struct case_read found;
    struct json answer;
    struct error error;
    if (!case_find(call, &found)) {
        return true;
    }
    struct asking_bench bench = {.world = call->world,
                                 .subject = &found.subject,
                                 .rules = &call->rules,
                                 .plugin = call_text(call, "plugin"),
                                 .clock = call->api->options.clock,
                                 .now = call_now(call)};
    enum status status = asking_bench(call->arena, &bench, &answer, &error);
    if (status == STATUS_NOT_FOUND) {
        return answer_problem(call, PROBLEM_NOT_FOUND, "%s", error.message);
    }
    return status == STATUS_OK ? answer_case(call, &found, answer) : answer_failure(call, status, &error);
}
