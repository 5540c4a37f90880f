/* GET /v1/cases/{case}/actions: what can be done now, and why the rest cannot. */
#include "api/parts.h"

#include "engine/explain.h"

/* The principal's roles in DEFINITION, or just the one that it asks for. False: it does not have that. */
static bool find_roles(struct call *call, const struct definition *definition, role_set *roles)
{
    const struct principal *principal = &call->exchange->request.principal;
    struct text asked = call_text(call, "role"), names, rest, name;
    bool all;
    *roles = 0;
    if (!access_roles(principal, asked, &names, &all)) {
        return !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s does not have the role “%.*s”.",
                               TEXT_ARGS(principal->user), TEXT_ARGS(asked));
    }
    rest = names;
    while (rest.size && text_split(&rest, ' ', &name)) {
        *roles |= definition_role(definition, name);
    }
    *roles = all ? ~(role_set)0 : *roles;
    return true;
}

/* Those of ITEMS about EVENT; all of them when it is empty. */
static struct json only(struct arena *arena, struct json items, struct text event)
{
    struct json kept = json_array();
    for (uint32_t i = 0; i < items.count; i++) {
        if (event.size == 0 || text_equal(json_get_text(&items.elements[i], "event"), event)) {
            json_append(arena, &kept, items.elements[i]);
        }
    }
    return kept;
}

bool case_actions(struct call *call)
{
    struct case_read found;
    role_set roles;
    if (!case_find(call, &found) || !find_roles(call, found.subject.definition, &roles)) {
        return true;
    }
    struct arena *arena = call->arena;
    struct text event = call_text(call, "event");
    const struct explanation *explanation =
        explain_build(arena, call->world, &found.subject, call->exchange->request.principal.user, roles,
                      found.as_at.now, &call->rules);
    struct json items = only(arena, explanation_json(arena, &found.subject, explanation), event);
    if (event.size && items.count == 0) {
        return answer_problem(call, PROBLEM_NOT_FOUND,
                              "%.*s has no event “%.*s” that can be explained; those of tasks are, while the "
                              "task is open.",
                              TEXT_ARGS(found.stored.reference), TEXT_ARGS(event));
    }
    struct json json = json_object();
    json_set(arena, &json, TEXT("case"), json_string(found.stored.reference));
    json_set(arena, &json, TEXT("version"), json_integer((int64_t)found.stored.version));
    json_set(arena, &json, TEXT("items"), items);
    return answer_case(call, &found, json);
}
