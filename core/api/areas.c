/* /v1/areas and /v1/areas/differences: which areas there are and who answers for them, and how the same state
 * differs between them. GET is about the site; POST about files, {"files": {PATH: CONTENT}, "shipped"}, and
 * for whoever holds the site, since plugins among them are run (in their sandbox). Nothing is kept. */
#include "api/parts.h"

#include "engine/subject.h"
#include "engine/what_if.h"
#include "workbench/areas.h"
#include "workbench/check.h"
#include "workbench/scenario.h"

enum { MORNING = 9 /* o'clock: a day that is asked about is looked at then */ };

/* --- what it is about ----------------------------------------------------------------------- */

/* The world of the body's files; NULL: the response is a problem. */
static const struct world *posted_world(struct call *call)
{
    struct json body, told = json_object();
    struct findings findings;
    const struct workshop *workshop = call->api->options.workshop;
    const struct json *files = call_body(call, &body) ? files_of(call, &body) : NULL;
    if (!files) {
        return NULL;
    }
    findings_init(&findings, call->arena);
    struct json others = scenarios_left_out(call->arena, files);
    if (json_get_boolean(&body, "shipped", false)) {
        others = workshop->with_shipped(workshop->self, call->arena, others);
    }
    const struct world *world = workshop->world_of_files(workshop->self, call->arena, &others, &findings);
    if (!world) {
        findings_sort(&findings);
        json_set(call->arena, &told, TEXT("findings"), findings_json(call->arena, &findings));
        answer_problem_with(call, PROBLEM_INVALID, TEXT("The files have errors."), told);
    }
    return world;
}

static const struct world *asked_world(struct call *call)
{
    return text_is(call->exchange->request.method, "POST") ? posted_world(call) : call->world;
}

/* `at`: a day's morning, or an instant. */
static bool read_at(struct call *call, const struct world *world, instant *at)
{
    struct text given = call_text(call, "at");
    date day = date_read(given);
    *at = given.size == 0    ? call_now(call)
          : day == DATE_NONE ? instant_read(world->zone, given)
                             : zone_day_start(world->zone, day) + MORNING * INT64_C(3600000);
    return *at != INSTANT_NONE ||
           !answer_problem(call, PROBLEM_BAD_REQUEST,
                           "“at” is a day or a time, such as 2026-03-01 or 2026-03-01T09:00.");
}

/* --- the list ---------------------------------------------------------------------------------- */

/* Whether PLUGIN is asked about cases of DEFINITION in AREA: it is the area's, or names the workflow. */
static bool is_asked(const struct world *world, const struct area *area, const struct plugin *plugin,
                     const struct definition *definition)
{
    bool asked = area->plugin < world->plugin_count && plugin == &world->plugins[area->plugin];
    for (size_t i = 0; i < plugin->workflow_count; i++) {
        asked = asked || text_equal(plugin->workflows[i], definition->name);
    }
    return asked;
}

/* Who answers RULE first: the area's plugin, else one of the workflow's; NULL: nobody, and its default holds.
 */
static const struct plugin *who_answers(const struct rule_answers *answers, const struct world *world,
                                        const struct area *area, const struct definition *definition,
                                        struct text rule)
{
    const struct plugin *found = NULL;
    for (size_t i = 0; i < world->plugin_count; i++) {
        const struct plugin *plugin = &world->plugins[i];
        bool is_own = area->plugin == i;
        if ((is_own || !found) && is_asked(world, area, plugin, definition) &&
            answers->answers(answers->self, world, plugin, rule)) {
            found = plugin;
        }
    }
    return found;
}

static struct json rules_of(struct call *call, const struct world *world, const struct area *area)
{
    struct arena *arena = call->arena;
    struct json list = json_array();
    const struct rule_answers *answers = call->api->options.workshop->answers;
    for (size_t i = 0; answers && i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        bool is_present = world_current(world, definition->name) == definition;
        for (size_t n = 0; is_present && n < definition->rule_count; n++) {
            const struct rule_declaration *rule = &definition->rules[n];
            const struct plugin *plugin = who_answers(answers, world, area, definition, rule->name);
            struct json one = json_object();
            show_text(arena, &one, "workflow", definition->name);
            show_text(arena, &one, "rule", rule->name);
            show_text(arena, &one, "title", rule->title);
            show_text(arena, &one, "plugin", plugin ? plugin->name : (struct text){0});
            json_append(arena, &list, one);
        }
    }
    return list;
}

bool areas_get(struct call *call)
{
    struct json items = json_array(), answer = json_object();
    instant at;
    const struct world *world = asked_world(call);
    if (!world || !read_at(call, world, &at)) {
        return true;
    }
    for (size_t i = 0; i < world->area_count; i++) {
        struct json one = areas_show(call->arena, world, &world->areas[i], at);
        json_set(call->arena, &one, TEXT("rules"), rules_of(call, world, &world->areas[i]));
        json_append(call->arena, &items, one);
    }
    json_set(call->arena, &answer, TEXT("items"), items);
    return answer_json(call, 200, &answer);
}

/* --- differences --------------------------------------------------------------------------------- */

struct asked {
    struct areas_comparison comparison;
    const struct area *areas[AREAS_COMPARED_LIMIT];
    struct case_read found;
};

static bool add_area(struct call *call, struct asked *asked, const struct area *area)
{
    if (asked->comparison.count == AREAS_COMPARED_LIMIT) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "At most %d areas stand side by side; name them.",
                               AREAS_COMPARED_LIMIT);
    }
    asked->areas[asked->comparison.count++] = area;
    return true;
}

static bool answer_no_area(struct call *call, const struct world *world, struct text name)
{
    struct text *names = arena_array(call->arena, struct text, world->area_count);
    for (size_t i = 0; i < world->area_count; i++) {
        names[i] = world->areas[i].name;
    }
    struct text near = text_nearest(name, names, world->area_count);
    return near.size
               ? answer_problem(call, PROBLEM_NOT_FOUND, "There is no area “%.*s” here; did you mean “%.*s”?",
                                TEXT_ARGS(name), TEXT_ARGS(near))
               : answer_problem(call, PROBLEM_NOT_FOUND, "There is no area “%.*s” here.", TEXT_ARGS(name));
}

/* Those that are named, in that order; else all that are served on the day. */
static bool read_areas(struct call *call, struct asked *asked)
{
    struct text rest = call_text(call, "areas"), name;
    const struct world *world = asked->comparison.world;
    date day = zone_date(world->zone, asked->comparison.now);
    bool all = rest.size == 0;
    while (rest.size && text_split(&rest, ',', &name)) {
        const struct area *found = NULL;
        for (size_t i = 0; i < world->area_count; i++) {
            found = text_equal(world->areas[i].name, text_trim(name)) ? &world->areas[i] : found;
        }
        if (!found) {
            return !answer_no_area(call, world, text_trim(name));
        }
        if (!add_area(call, asked, found)) {
            return false;
        }
    }
    for (size_t i = 0; all && i < world->area_count; i++) {
        const struct area *area = &world->areas[i];
        if (world_area(world, area->name, day) == area && !add_area(call, asked, area)) {
            return false;
        }
    }
    asked->comparison.areas = asked->areas;
    return asked->comparison.count > 1 ||
           !answer_problem(call, PROBLEM_INVALID, "A comparison takes two areas or more, and %s.",
                           all ? "fewer are served on this day" : "only one is named");
}

/* Whether an area's plugin answers a rule of DEFINITION. */
static bool is_answered(struct call *call, const struct world *world, const struct definition *definition)
{
    const struct rule_answers *answers = call->api->options.workshop->answers;
    for (size_t i = 0; answers && i < definition->rule_count; i++) {
        for (size_t n = 0; n < world->plugin_count; n++) {
            if (world->plugins[n].area_count &&
                answers->answers(answers->self, world, &world->plugins[n], definition->rules[i].name)) {
                return true;
            }
        }
    }
    return false;
}

/* The only workflow in which areas have rules of their own; empty: there are several, or none. */
static struct text workflow_of_areas(struct call *call, const struct world *world)
{
    struct text name = {0};
    for (size_t i = 0; i < world->definition_count; i++) {
        const struct definition *one = world->definitions[i];
        if (world_current(world, one->name) != one || !is_answered(call, world, one)) {
            continue;
        }
        if (name.size) {
            return (struct text){0};
        }
        name = one->name;
    }
    return name;
}

/* The one that is named; else the only one there is, or in which areas have rules of their own.
 */
static bool read_workflow(struct call *call, struct areas_comparison *comparison)
{
    struct text name = call_text(call, "workflow");
    name = name.size ? name : only_workflow(comparison->world);
    name = name.size ? name : workflow_of_areas(call, comparison->world);
    comparison->definition = world_current(comparison->world, name);
    if (comparison->definition) {
        return true;
    }
    return name.size
               ? !answer_problem(call, PROBLEM_NOT_FOUND, "There is no workflow “%.*s”.", TEXT_ARGS(name))
               : !answer_problem(call, PROBLEM_BAD_REQUEST,
                                 "There are several workflows; say which with “workflow”.");
}

static bool read_state(struct call *call, struct areas_comparison *comparison)
{
    struct text path = call_text(call, "state");
    uint16_t state = path.size ? definition_state(comparison->definition, path) : DEFINITION_NONE;
    if (state != DEFINITION_NONE) {
        comparison->state = &comparison->definition->states[state];
    }
    return path.size == 0 || comparison->state ||
           !answer_problem(call, PROBLEM_NOT_FOUND, "The workflow %.*s has no state “%.*s”.",
                           TEXT_ARGS(comparison->definition->name), TEXT_ARGS(path));
}

static bool read_facts(struct call *call, struct json *facts)
{
    const struct json *given = json_member_of(&call->query, "if");
    *facts = json_object();
    for (uint32_t i = 0; given && given->type == JSON_ARRAY && i < given->count; i++) {
        struct text whole = json_text(&given->elements[i]);
        size_t equals = text_find(whole, '=');
        if (equals == 0 || equals == whole.size || i == WHAT_IF_LIMIT) {
            return !answer_problem(call, PROBLEM_BAD_REQUEST,
                                   "“if” is field=value, at most %d of them, such as if=lives_in%%3Dlbhf.",
                                   WHAT_IF_LIMIT);
        }
        struct text value = text_part(whole, equals + 1, whole.size);
        json_set(call->arena, facts, text_part(whole, 0, equals),
                 value.size ? json_string(value) : json_null());
    }
    return true;
}

/* A case in place of the standard one; what it is of is then not asked. */
static bool read_case(struct call *call, struct asked *asked)
{
    call->parameters[0] = call_text(call, "case");
    if (!case_find(call, &asked->found)) {
        return false;
    }
    const struct subject *subject = &asked->found.subject;
    if (subject->kind != SUBJECT_CASE || subject->closed != INSTANT_NONE) {
        return !answer_problem(call, PROBLEM_INVALID, "%.*s is no open case: there is nothing to compare.",
                               TEXT_ARGS(call->parameters[0]));
    }
    asked->comparison.subject = subject;
    asked->comparison.definition = subject->definition;
    return true;
}

bool areas_differ(struct call *call)
{
    struct error error;
    struct json told;
    struct asked *asked = arena_new(call->arena, struct asked);
    struct areas_comparison *comparison = &asked->comparison;
    bool of_case = call_text(call, "case").size > 0;
    *asked = (struct asked){.comparison.world = asked_world(call)};
    if (!comparison->world || !read_at(call, comparison->world, &comparison->now) ||
        !read_areas(call, asked) || !read_facts(call, &comparison->facts) ||
        !(of_case ? read_case(call, asked)
                  : read_workflow(call, comparison) && read_state(call, comparison))) {
        return true;
    }
    enum status status = areas_compare(call->arena, comparison, &call->rules, &told, &error);
    if (status == STATUS_INVALID) {
        return answer_problem(call, PROBLEM_INVALID, "%s", error.message);
    }
    show_text(call->arena, &told, "case", call_text(call, "case"));
    return status == STATUS_OK ? answer_json(call, 200, &told) : answer_failure(call, status, &error);
}
