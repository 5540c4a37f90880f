/* GET /v1/workflows: the workflows, their events, forms and fields, as a front end needs them. A case is read
 * with the version that it is pinned to, which `definition` asks for. */
#include "api/parts.h"

struct text only_workflow(const struct world *world)
{
    struct text only = {0};
    for (size_t i = 0; i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        if (text_is(definition->name, "person") || world_current(world, definition->name) != definition) {
            continue;
        }
        if (only.size) {
            return (struct text){0};
        }
        only = definition->name;
    }
    return only;
}

static struct json show_areas(struct arena *arena, const struct world *world)
{
    struct json areas = json_array();
    for (size_t i = 0; i < world->area_count; i++) {
        char text[DATE_TEXT_SIZE];
        struct json area = json_object();
        show_text(arena, &area, "area", world->areas[i].name);
        show_text(arena, &area, "title", world->areas[i].title);
        show_text(arena, &area, "from", text_copy(arena, text_of(date_write(world->areas[i].from, text))));
        show_text(arena, &area, "until", text_copy(arena, text_of(date_write(world->areas[i].until, text))));
        json_append(arena, &areas, area);
    }
    return areas;
}

bool workflows_get(struct call *call)
{
    struct arena *arena = call->arena;
    const struct world *world = call->world;
    struct text name = call_text(call, "workflow"), digest = call_text(call, "definition");
    struct json workflows = json_array(), answer = json_object();
    for (size_t i = 0; world && i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        bool asked = digest.size ? world_definition(world, digest) == definition
                                 : world_current(world, definition->name) == definition;
        if (asked && (name.size == 0 || text_equal(name, definition->name))) {
            json_append(arena, &workflows, show_workflow(arena, definition));
        }
    }
    if ((name.size || digest.size) && workflows.count == 0) {
        return answer_problem(call, PROBLEM_NOT_FOUND,
                              "There is no such workflow, or no such version of it.");
    }
    json_set(arena, &answer, TEXT("items"), workflows);
    if (world) {
        json_set(arena, &answer, TEXT("areas"), show_areas(arena, world));
    }
    return answer_json(call, 200, &answer);
}
