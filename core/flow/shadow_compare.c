/* Two plans of one event, held against each other: what the plugin answered, and what came of it. See
 * shadow.h. */
#include "flow/shadow.h"

/* --- one side -------------------------------------------------------------------------------- */

static struct json deadlines_of(struct arena *arena, const struct subject *subject)
{
    struct json deadlines = json_object();
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (state->due.kind != MOMENT_NONE) {
            json_set(arena, &deadlines, deadline_label(arena, state), moment_json(arena, state->due));
        }
    }
    return deadlines;
}

/* What differs is what was said, and not by which version. */
static struct json answer_of(struct arena *arena, const struct json *line)
{
    static const char *const kept[] = {"gave", "sentence", "failed"};
    struct json answer = json_object();
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const struct json *value = json_member_of(line, kept[i]);
        if (value) {
            json_set(arena, &answer, text_of(kept[i]), json_copy(arena, *value));
        }
    }
    return answer;
}

static struct json lines_of(struct arena *arena, const struct json *transcript, struct text plugin)
{
    struct json lines = json_array();
    for (uint32_t i = 0; i < transcript->count; i++) {
        const struct json *line = &transcript->elements[i];
        if (text_equal(json_get_text(line, "plugin"), plugin)) {
            struct json one = json_object();
            struct text call = text_copy(arena, json_get_text(line, "call"));
            json_set(arena, &one, TEXT("call"), json_string(call));
            json_set(arena, &one, TEXT("answer"), answer_of(arena, line));
            json_append(arena, &lines, one);
        }
    }
    return lines;
}

static struct text why_of(const struct plan *plan)
{
    if (plan->outcome == OUTCOME_FAILED) {
        return text_of(plan->failure.message);
    }
    return plan->unmet.count ? plan->unmet.at[0].text : (struct text){0};
}

struct shadow_side shadow_side_of(struct arena *arena, const struct plan *plan, struct text plugin)
{
    struct shadow_side side = {json_object(), json_null()};
    struct text why = text_copy(arena, why_of(plan));
    json_set(arena, &side.said, TEXT("outcome"), json_string(text_of(outcome_name(plan->outcome))));
    if (why.size) {
        json_set(arena, &side.said, TEXT("why"), json_string(why));
    }
    json_set(arena, &side.said, TEXT("lines"), lines_of(arena, &plan->transcript, plugin));
    if (plan->outcome == OUTCOME_DONE) {
        json_set(arena, &side.said, TEXT("deadlines"), deadlines_of(arena, plan->after));
        side.said = json_copy(arena, side.said);
        side.document = json_copy(arena, plan->document);
    }
    return side;
}

/* --- both -------------------------------------------------------------------------------------- */

static struct json bounded(struct arena *arena, struct json answer)
{
    struct text text = json_to_text(arena, &answer);
    if (text.size <= SHADOW_ANSWER_LIMIT) {
        return answer;
    }
    struct json cut = json_object();
    json_set(arena, &cut, TEXT("bytes"), json_integer((int64_t)text.size));
    return cut;
}

/* The answer to the question NTH of those by that CALL; JSON_NULL: it was not asked so often. */
static struct json answer_to(const struct json *lines, struct text call, uint32_t nth)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        if (text_equal(json_get_text(&lines->elements[i], "call"), call) && nth-- == 0) {
            return *json_member_of(&lines->elements[i], "answer");
        }
    }
    return json_null();
}

static uint32_t count_before(const struct json *lines, uint32_t place)
{
    uint32_t count = 0;
    struct text call = json_get_text(&lines->elements[place], "call");
    for (uint32_t i = 0; i < place; i++) {
        count += text_equal(json_get_text(&lines->elements[i], "call"), call);
    }
    return count;
}

static void compare_lines(struct arena *arena, const struct json *was, const struct json *is,
                          shadow_each each, void *self)
{
    for (uint32_t i = 0; i < was->count; i++) {
        struct text call = json_get_text(&was->elements[i], "call");
        struct json before = *json_member_of(&was->elements[i], "answer");
        struct json after = answer_to(is, call, count_before(was, i));
        each(self, call, !json_equal(&before, &after), bounded(arena, before), bounded(arena, after));
    }
    for (uint32_t i = 0; i < is->count; i++) {
        struct text call = json_get_text(&is->elements[i], "call");
        struct json before = answer_to(was, call, count_before(is, i));
        if (json_is_null(&before)) {
            each(self, call, true, before, bounded(arena, *json_member_of(&is->elements[i], "answer")));
        }
    }
}

/* Those of OWN that OTHER has not so. */
static struct json differing(struct arena *arena, const struct json *own, const struct json *other)
{
    struct json rest = json_object();
    for (uint32_t i = 0; own && i < own->count; i++) {
        const struct json *there = other ? json_get(other, own->members[i].name) : NULL;
        if (!there || !json_equal(there, &own->members[i].value)) {
            json_set(arena, &rest, own->members[i].name, own->members[i].value);
        }
    }
    return rest;
}

static struct json outcome_of(struct arena *arena, const struct shadow_side *own,
                              const struct shadow_side *other)
{
    struct json json = json_object();
    const struct json *why = json_member_of(&own->said, "why");
    struct json deadlines =
        differing(arena, json_member_of(&own->said, "deadlines"), json_member_of(&other->said, "deadlines"));
    json_set(arena, &json, TEXT("outcome"), *json_member_of(&own->said, "outcome"));
    if (why) {
        json_set(arena, &json, TEXT("why"), *why);
    }
    if (deadlines.count && other->document.type != JSON_NULL) {
        json_set(arena, &json, TEXT("deadlines"), deadlines);
    }
    return json;
}

/* "data.visits", "tasks.visit": where the documents differ, and not what stands there. */
static struct json parts_of(struct arena *arena, const struct shadow_side *was, const struct shadow_side *is)
{
    struct json changes = json_array(), parts = json_array();
    if (was->document.type == JSON_NULL || is->document.type == JSON_NULL) {
        return parts;
    }
    json_diff(arena, &was->document, &is->document, &changes);
    for (uint32_t i = 0; i < changes.count && parts.count < SHADOW_PARTS_LIMIT; i++) {
        const struct json *path = json_member_of(&changes.elements[i], "path");
        struct text first = path->count ? json_text(&path->elements[0]) : (struct text){0};
        struct text second = path->count > 1 ? json_text(&path->elements[1]) : (struct text){0};
        struct json part = json_string(
            text_printf(arena, "%.*s%s%.*s", TEXT_ARGS(first), second.size ? "." : "", TEXT_ARGS(second)));
        bool told = parts.count && json_equal(&parts.elements[parts.count - 1], &part);
        if (!told) {
            json_append(arena, &parts, part);
        }
    }
    return parts;
}

void shadow_compare(struct arena *arena, const struct shadow_side *was, const struct shadow_side *is,
                    shadow_each each, void *self)
{
    compare_lines(arena, json_member_of(&was->said, "lines"), json_member_of(&is->said, "lines"), each, self);
    struct json before = outcome_of(arena, was, is), after = outcome_of(arena, is, was);
    struct json parts = parts_of(arena, was, is);
    if (parts.count) {
        json_set(arena, &after, TEXT("parts"), parts);
    }
    each(self, TEXT(SHADOW_OUTCOME), !json_equal(&before, &after), bounded(arena, before),
         bounded(arena, after));
}
