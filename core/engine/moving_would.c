/* What a move would change, told before it is made: it is planned on a copy, and what can be done there is
 * held against what can be done here. See moving.h. */
#include "engine/difference.h"
#include "engine/moving.h"
#include "engine/planning.h"
#include "engine/rule_told.h"

struct standing {
    const struct subject *subject;
    const struct explanation *explanation;
};

struct foreseeing {
    struct arena *arena;
    const struct world *world;
    const struct rules *rules;
    instant now;
    struct standing here, there;
};

static struct explanation *explain(const struct foreseeing *foreseeing, const struct subject *subject)
{
    struct explain_request request = {.roles = ~(role_set)0, .now = foreseeing->now, .no_whens = true};
    return explain_build(foreseeing->arena, foreseeing->world, subject, &request, foreseeing->rules);
}

/* --- rules ------------------------------------------------------------------------- */

/* What the two give where they give different things. */
static void add_rule(const struct foreseeing *foreseeing, const struct rule_declaration *rule,
                     const struct rule_told *here, const struct rule_told *there, struct json *list)
{
    struct arena *arena = foreseeing->arena;
    struct text why = rule->gives == GIVES_YES_NO && here->value.boolean ? there->why : here->why;
    struct json one = json_object();
    json_set(arena, &one, TEXT("rule"), json_string(rule->name));
    json_set(arena, &one, TEXT("title"), json_string(rule->title.size ? rule->title : rule->name));
    json_set(arena, &one, TEXT("before"), here->value);
    json_set(arena, &one, TEXT("after"), there->value);
    if (rule->gives != GIVES_YES_NO) {
        why = there->why;
        json_set(arena, &one, TEXT("before_words"), json_string(here->words));
        json_set(arena, &one, TEXT("after_words"), json_string(there->words));
    }
    if (why.size) {
        json_set(arena, &one, TEXT("why"), json_string(why));
    }
    json_append(arena, list, one);
}

static bool told(const struct foreseeing *foreseeing, const struct rule_declaration *rule,
                 const struct subject *subject, struct rule_told *answer)
{
    return rule_tell(foreseeing->arena, foreseeing->world, foreseeing->rules, rule, subject, "move.accepted",
                     foreseeing->now, false, answer) == STATUS_OK;
}

/* One that cannot be answered on both sides (it asks for an item, or fails) is left out. */
static struct json rules_json(const struct foreseeing *foreseeing)
{
    const struct definition *definition = foreseeing->here.subject->definition;
    struct json list = json_array();
    for (size_t i = 0; i < definition->rule_count; i++) {
        const struct rule_declaration *rule = &definition->rules[i];
        struct rule_told here, there;
        if (told(foreseeing, rule, foreseeing->here.subject, &here) &&
            told(foreseeing, rule, foreseeing->there.subject, &there) &&
            !json_equal(&here.value, &there.value)) {
            add_rule(foreseeing, rule, &here, &there, &list);
        }
    }
    return list;
}

/* --- what can be done ------------------------------------------------------------------ */

/* "task.NAME.added", NAME being what an optional task is called. */
static bool is_adding(struct text event)
{
    return text_starts(event, TEXT("task.")) && text_ends(event, TEXT(".added"));
}

static struct json offered_task(struct arena *arena, const struct json *event, bool offered)
{
    struct text name = json_get_text(event, "event"), of = json_get_text(event, "of");
    struct json one = json_object();
    name = text_part(name, sizeof "task." - 1, name.size - (sizeof "task." - 1) - (sizeof ".added" - 1));
    json_set(arena, &one, TEXT("task"), json_string(name));
    json_set(arena, &one, TEXT("title"), json_string(json_get_text(event, "title")));
    json_set(arena, &one, TEXT("change"), json_string(offered ? TEXT("offered") : TEXT("withheld")));
    if (of.size) {
        json_set(arena, &one, TEXT("of"), json_string(of));
    }
    return one;
}

/* Optional tasks that could be added on one side alone are told as tasks; acts on tasks go without saying,
 * and so does it that the case is not on offer any more. */
static void sort_events(const struct foreseeing *foreseeing, struct json *events, struct json *tasks)
{
    const struct definition *definition = foreseeing->here.subject->definition;
    struct json all = difference_events(foreseeing->arena, definition, foreseeing->here.explanation,
                                        foreseeing->there.explanation);
    *events = json_array();
    for (uint32_t i = 0; i < all.count; i++) {
        const struct json *one = &all.elements[i];
        struct text name = json_get_text(one, "event"), change = json_get_text(one, "change");
        bool turns = !text_is(change, "reasons");
        if (is_adding(name) && turns) {
            json_append(foreseeing->arena, tasks,
                        offered_task(foreseeing->arena, one, text_is(change, "possible")));
        } else if (!text_starts(name, TEXT("task.")) && !moving_event_is(name) && turns) {
            json_append(foreseeing->arena, events, *one);
        }
    }
}

/* --- the whole --------------------------------------------------------------------------- */

/* As an import would have it: whoever may accept it is not the question. */
struct plan *moving_accept(struct arena *arena, const struct world *world, const struct subject *subject,
                           instant now, const struct rules *rules)
{
    struct json *document = arena_new(arena, struct json);
    struct command command = {.origin = ORIGIN_IMPORT,
                              .event = TEXT("move.accepted"),
                              .at = INSTANT_NONE,
                              .recorded = INSTANT_NONE,
                              .override_until = DATE_NONE};
    struct given *given = arena_new(arena, struct given);
    *given = (struct given){.now = now, .quiet = true};
    *document = subject_write(arena, subject);
    return plan_build(arena, world, planning_copy(arena, subject), document, &command, given, rules);
}

static void tell_refused(struct arena *arena, const struct plan *plan, struct json *would)
{
    struct json unmet = json_array();
    vector_each(const struct unmet, one, &plan->unmet)
    {
        json_append(arena, &unmet, unmet_json(arena, plan->after->definition, one));
    }
    if (plan->outcome == OUTCOME_FAILED) {
        struct text message = text_copy(arena, text_of(plan->failure.message));
        json_set(arena, would, TEXT("error"), json_string(message));
    } else {
        json_set(arena, would, TEXT("unmet"), unmet);
    }
}

struct json moving_would(struct arena *arena, const struct world *world, const struct subject *subject,
                         instant now, const struct rules *rules)
{
    struct foreseeing foreseeing = {.arena = arena, .world = world, .rules = rules, .now = now};
    struct json would = json_object(), events;
    json_set(arena, &would, TEXT("to"), json_string(moving_to(subject)));
    struct plan *plan = moving_accept(arena, world, subject, now, rules);
    if (plan->outcome != OUTCOME_DONE) {
        tell_refused(arena, plan, &would);
        return would;
    }
    struct subject *there = plan->after;
    foreseeing.here = (struct standing){subject, explain(&foreseeing, subject)};
    foreseeing.there = (struct standing){there, explain(&foreseeing, there)};
    struct json tasks = difference_tasks(arena, subject, there);
    sort_events(&foreseeing, &events, &tasks);
    json_set(arena, &would, TEXT("deadlines"), difference_deadlines(arena, there, plan));
    json_set(arena, &would, TEXT("tasks"), tasks);
    json_set(arena, &would, TEXT("rules"), rules_json(&foreseeing));
    json_set(arena, &would, TEXT("events"), events);
    return would;
}
