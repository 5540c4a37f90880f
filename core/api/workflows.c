/* GET /v1/workflows: the workflows, their events, forms and fields, as a front end needs them. A case is read
 * with the version that it is pinned to, which `definition` asks for; `versions` tells which there are, and
 * how many cases stand on each. */
#include "api/parts.h"

#include "store/pinned.h"

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

/* --- versions -------------------------------------------------------------------------- */

static bool is_present(const struct world *world, const struct definition *definition)
{
    return world_current(world, definition->name) == definition;
}

/* Those of WORKFLOW that a case stands on, and the present one. */
static struct json show_versions(struct call *call, struct text workflow, const struct version_row *rows,
                                 size_t count)
{
    struct arena *arena = call->arena;
    struct json versions = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct version_row *row = &rows[i];
        const struct definition *loaded = world_definition(call->world, row->digest);
        bool present = loaded && is_present(call->world, loaded);
        struct json version = json_object();
        if (!text_equal(row->workflow, workflow) || (!present && row->open + row->closed == 0)) {
            continue;
        }
        show_text(arena, &version, "definition", row->digest);
        show_instant(arena, &version, "since", row->since);
        json_set(arena, &version, TEXT("open"), json_integer((int64_t)row->open));
        json_set(arena, &version, TEXT("closed"), json_integer((int64_t)row->closed));
        json_set(arena, &version, TEXT("present"), json_boolean(present));
        json_append(arena, &versions, version);
    }
    return versions;
}

/* False: the response is a problem. */
static bool add_versions(struct call *call, struct json *workflows)
{
    struct error error;
    struct version_row *rows;
    size_t count;
    if (!call_flag(call, "versions") || !call->store) {
        return true;
    }
    if (!access_allows(&call->exchange->request.principal, ACT_READ, (struct text){0})) {
        return !answer_problem(call, PROBLEM_NOT_ALLOWED,
                               "Versions are counted over all areas, and %.*s is held to some.",
                               TEXT_ARGS(call->exchange->request.principal.user));
    }
    enum status status = call->store->api->versions(call->store, call->arena, &rows, &count, &error);
    if (status != STATUS_OK) {
        return !answer_failure(call, status, &error);
    }
    for (uint32_t i = 0; i < workflows->count; i++) {
        struct text name = json_get_text(&workflows->elements[i], "name");
        json_set(call->arena, &workflows->elements[i], TEXT("versions"),
                 show_versions(call, name, rows, count));
    }
    return true;
}

/* --- the list ---------------------------------------------------------------------------- */

static void add_workflow(struct call *call, const struct definition *definition, struct json *workflows)
{
    struct text name = call_text(call, "workflow");
    if (name.size == 0 || text_equal(name, definition->name)) {
        struct json workflow = show_workflow(call->arena, definition);
        json_set(call->arena, &workflow, TEXT("present"), json_boolean(is_present(call->world, definition)));
        json_append(call->arena, workflows, workflow);
    }
}

/* The version of DIGEST, also one that the world does not hold. */
static enum status add_version(struct call *call, struct text digest, struct json *workflows,
                               struct error *error)
{
    struct shelf shelf = {.arena = call->arena};
    const struct definition *definition = call->world ? world_definition(call->world, digest) : NULL;
    enum status status = STATUS_OK;
    if (!definition && call->store) {
        status = pinned_definition(&shelf, call->world, call->store, digest, &definition, error);
    }
    if (definition) {
        add_workflow(call, definition, workflows);
    }
    return status == STATUS_NOT_FOUND || status == STATUS_UNSUPPORTED ? STATUS_OK : status;
}

bool workflows_get(struct call *call)
{
    struct error error;
    const struct world *world = call->world;
    struct text name = call_text(call, "workflow"), digest = call_text(call, "definition");
    struct json workflows = json_array(), answer = json_object();
    enum status status = digest.size ? add_version(call, digest, &workflows, &error) : STATUS_OK;
    for (size_t i = 0; world && digest.size == 0 && i < world->definition_count; i++) {
        if (is_present(world, world->definitions[i])) {
            add_workflow(call, world->definitions[i], &workflows);
        }
    }
    if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    if ((name.size || digest.size) && workflows.count == 0) {
        return answer_problem(call, PROBLEM_NOT_FOUND,
                              "There is no such workflow, or no such version of it.");
    }
    if (!add_versions(call, &workflows)) {
        return true;
    }
    json_set(call->arena, &answer, TEXT("items"), workflows);
    if (world) {
        json_set(call->arena, &answer, TEXT("areas"), show_areas(call->arena, world));
    }
    return answer_json(call, 200, &answer);
}
