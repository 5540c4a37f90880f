/* The answer to a command, as every front end gives it (the contract "One command, one answer"). */
#include "engine/links.h"
#include "engine/planning.h"

#include "base/insist.h"

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[] = {"done", "refused", "unknown", "failed"};
    insist((size_t)outcome < sizeof names / sizeof *names);
    return names[outcome];
}

struct json unmet_json(struct arena *arena, const struct definition *definition, const struct unmet *unmet)
{
    struct json json = json_object();
    json_set(arena, &json, TEXT("code"), json_string(text_of(unmet->code)));
    json_set(arena, &json, TEXT("text"), json_string(unmet->text));
    if (unmet->field.size) {
        json_set(arena, &json, TEXT("field"), json_string(unmet->field));
    }
    if (unmet->who.size) {
        json_set(arena, &json, TEXT("who"), json_string(unmet->who));
    }
    if (unmet->seen.type == JSON_OBJECT && unmet->seen.count) {
        json_set(arena, &json, TEXT("seen"), unmet->seen);
    }
    if (unmet->may_override) {
        struct text who = roles_words(arena, definition, unmet->override);
        json_set(arena, &json, TEXT("override"), json_boolean(true));
        json_set(arena, &json, TEXT("override_by"), json_string(who));
    }
    if (unmet->when.kind != MOMENT_NONE) {
        json_set(arena, &json, TEXT("when"), moment_json(arena, unmet->when));
    }
    return json;
}

struct json subject_answer(struct arena *arena, const struct subject *subject)
{
    struct json answer = json_object();
    json_set(arena, &answer, TEXT("event"), json_null());
    if (subject->reference.size) {
        json_set(arena, &answer, TEXT("case"), json_string(subject->reference));
    }
    json_set(arena, &answer, TEXT("configuration"), subject_configuration(arena, subject));
    json_set(arena, &answer, TEXT("data"), subject->data);
    json_set(arena, &answer, TEXT("outcome"), json_string(TEXT("done")));
    json_set(arena, &answer, TEXT("unmet"), json_array());
    json_set(arena, &answer, TEXT("version"), json_integer((int64_t)subject->version));
    return answer;
}

struct json plan_answer(struct arena *arena, const struct plan *plan)
{
    struct json answer = subject_answer(arena, plan->after);
    json_set(arena, &answer, TEXT("data"), plan->data);
    struct json unmet = json_array();
    vector_each(const struct unmet, one, &plan->unmet)
    {
        json_append(arena, &unmet, unmet_json(arena, plan->after->definition, one));
    }
    json_set(arena, &answer, TEXT("event"), json_string(plan->event));
    json_set(arena, &answer, TEXT("outcome"), json_string(text_of(outcome_name(plan->outcome))));
    json_set(arena, &answer, TEXT("unmet"), unmet);
    const struct json *errors = json_member_of(&plan->notes, "errors");
    if (errors && plan->outcome != OUTCOME_FAILED) { /* nothing else would tell whoever wrote the workflow */
        json_set(arena, &answer, TEXT("errors"), *errors);
    }
    const struct json *known = plan->outcome == OUTCOME_DONE ? json_member_of(&plan->notes, "known") : NULL;
    if (known) {
        json_set(arena, &answer, TEXT("known"), *known);
    }
    struct text into = link_merged_into(plan->after);
    if (into.size) {
        json_set(arena, &answer, TEXT("merged_into"), json_string(into));
    }
    const struct json *would = plan->outcome == OUTCOME_DONE ? json_member_of(&plan->notes, "would") : NULL;
    if (would) {
        json_set(arena, &answer, TEXT("would"), *would);
    }
    if (plan->outcome == OUTCOME_FAILED) {
        struct buffer text;
        buffer_init(&text, arena);
        if (plan->failure.place[0]) {
            buffer_printf(&text, "%s: ", plan->failure.place);
        }
        buffer_string(&text, plan->failure.message);
        json_set(arena, &answer, TEXT("error"), json_string(buffer_result(&text)));
        if (plan->failure.trace[0]) {
            struct text trace = text_copy(arena, text_of(plan->failure.trace));
            json_set(arena, &answer, TEXT("trace"), json_string(trace));
        }
    }
    return answer;
}
