/* GET /v1/cases/{case}/actions: what can be done now, why the rest cannot, and what would differ if. */
#include "api/parts.h"

#include "engine/what_if.h"

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

static bool answer_no_event(struct call *call, const struct case_read *found, struct text event)
{
    return answer_problem(call, PROBLEM_NOT_FOUND,
                          "%.*s has no event “%.*s” that can be explained; those of tasks are, while the "
                          "task is open.",
                          TEXT_ARGS(found->stored.reference), TEXT_ARGS(event));
}

static struct json begin_answer(struct call *call, const struct case_read *found, struct json items)
{
    struct arena *arena = call->arena;
    struct json json = json_object();
    json_set(arena, &json, TEXT("case"), json_string(found->stored.reference));
    json_set(arena, &json, TEXT("version"), json_integer((int64_t)found->stored.version));
    json_set(arena, &json, TEXT("items"), items);
    answer_etag(call, found->stored.version);
    return json;
}

/* --- what if ------------------------------------------------------------------------- */

/* "field=value" each. False: one is not written so, or there are too many. */
static bool read_facts(struct call *call, const struct json *given, struct fact *facts)
{
    if (given->count > WHAT_IF_LIMIT) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "At most %d facts can be supposed at once.",
                               WHAT_IF_LIMIT);
    }
    for (uint32_t i = 0; i < given->count; i++) {
        struct text whole = json_text(&given->elements[i]);
        size_t equals = text_find(whole, '=');
        if (equals == 0 || equals == whole.size) {
            return !answer_problem(call, PROBLEM_BAD_REQUEST,
                                   "“if” is field=value, such as if=consent%%3Dgiven.");
        }
        facts[i] = (struct fact){text_part(whole, 0, equals), text_part(whole, equals + 1, whole.size)};
    }
    return true;
}

static bool answer_refused_facts(struct call *call, const struct case_read *found, const struct what_if *what)
{
    struct json members = json_object(), unmet = json_array();
    vector_each(const struct unmet, one, &what->refused)
    {
        json_append(call->arena, &unmet, unmet_json(call->arena, found->subject.definition, one));
    }
    json_set(call->arena, &members, TEXT("unmet"), unmet);
    return answer_problem_with(call, PROBLEM_FORM, what->refused.at[0].text, members);
}

static bool suppose(struct call *call, const struct case_read *found, const struct explain_request *request,
                    const struct json *given)
{
    struct arena *arena = call->arena;
    struct fact facts[WHAT_IF_LIMIT];
    struct text event = call_text(call, "event");
    if (!read_facts(call, given, facts)) {
        return true;
    }
    const struct what_if *what =
        what_if_build(arena, call->world, &found->subject, request, facts, given->count, &call->rules);
    if (what->refused.count) {
        return answer_refused_facts(call, found, what);
    }
    struct json changes = json_shallow(arena, what->changes);
    json_set(arena, &changes, TEXT("events"), only(arena, *json_member_of(&changes, "events"), event));
    struct json items = only(arena, explanation_json(arena, what->subject, what->explanation), event);
    if (event.size && items.count == 0) {
        return answer_no_event(call, found, event);
    }
    struct json json = begin_answer(call, found, items);
    json_set(arena, &json, TEXT("if"), *given);
    json_set(arena, &json, TEXT("changes"), changes);
    return answer_json(call, 200, &json);
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
    struct explain_request request = {
        .actor = call->exchange->request.principal.user, .roles = roles, .now = call_now(call)};
    const struct json *facts = json_member_of(&call->query, "if");
    if (facts) {
        return suppose(call, &found, &request, facts);
    }
    const struct explanation *explanation =
        explain_build(arena, call->world, &found.subject, &request, &call->rules);
    struct json items = only(arena, explanation_json(arena, &found.subject, explanation), event);
    if (event.size && items.count == 0) {
        return answer_no_event(call, &found, event);
    }
    struct json json = begin_answer(call, &found, items);
    return answer_json(call, 200, &json);
}
