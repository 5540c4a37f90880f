/* See what_if.h. The copy is changed by the code that takes a form's answers, and settles as after any event:
 * computed fields, tasks, deadlines, milestones and what the workflow always does follow. */
#include "engine/what_if.h"

#include "engine/computed.h"
#include "engine/difference.h"
#include "engine/explaining.h"

struct supposing {
    struct planning planning;
    struct command command;
    struct given given;
    struct plan plan;
    struct what_if *what_if;
};

__attribute__((format(printf, 3, 4))) static void refuse(struct supposing *supposing, struct text path,
                                                         const char *format, ...)
{
    struct arena *arena = supposing->planning.arena;
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    struct unmet unmet = {.code = "form", .text = text_of(text), .field = path};
    vector_push(arena, &supposing->what_if->refused, unmet);
}

/* --- the facts -------------------------------------------------------------------------- */

/* "unborn[1].expected_date" told apart; without brackets LIST is empty. False: it is not written so. */
static bool split_path(struct text path, struct text *list, uint32_t *item, struct text *name)
{
    size_t open = text_find(path, '['), close = text_find(path, ']');
    int64_t number;
    *list = (struct text){0};
    *item = 0;
    *name = path;
    if (open == path.size) {
        return true;
    }
    if (close < open || close + 2 >= path.size || path.at[close + 1] != '.' ||
        !text_integer(text_part(path, open + 1, close - open - 1), &number) || number < 1 ||
        number > INT32_MAX) {
        return false;
    }
    *list = text_part(path, 0, open);
    *item = (uint32_t)number;
    *name = text_part(path, close + 2, path.size);
    return true;
}

static const struct field *find_item_field(struct supposing *supposing, struct text path, struct text list,
                                           uint32_t item, struct text name)
{
    const struct planning *planning = &supposing->planning;
    const struct field *of = definition_field(planning->definition, list);
    if (!of || of->type != FIELD_LIST) {
        refuse(supposing, path, "There is no list “%.*s” in this workflow.", TEXT_ARGS(list));
        return NULL;
    }
    int32_t index = map_get(&of->of.by_name, name);
    if (index == MAP_NONE) {
        refuse(supposing, path, "“%.*s” is no part of %.*s.", TEXT_ARGS(name), TEXT_ARGS(of->title));
        return NULL;
    }
    if (!subject_item(planning->subject, of, item)) {
        refuse(supposing, path, "This case has no %.*s/%u.", TEXT_ARGS(list), item);
        return NULL;
    }
    return &of->of.at[index];
}

/* The field that PATH names; NULL, and it is said why, when it cannot be set. */
static const struct field *find_field(struct supposing *supposing, struct text path, uint32_t *item)
{
    struct text list, name;
    if (!split_path(path, &list, item, &name)) {
        refuse(supposing, path, "“%.*s” is no field; an item's is written as unborn[1].expected_date.",
               TEXT_ARGS(path));
        return NULL;
    }
    const struct field *field = list.size ? find_item_field(supposing, path, list, *item, name)
                                          : definition_field(supposing->planning.definition, name);
    if (!field) {
        if (list.size == 0) {
            refuse(supposing, path, "There is no field “%.*s” in this workflow.", TEXT_ARGS(path));
        }
        return NULL;
    }
    if (field->computed) {
        refuse(supposing, path, "%.*s is worked out from other fields, and cannot be set.",
               TEXT_ARGS(field->title));
        return NULL;
    }
    if (field->type == FIELD_LIST) {
        refuse(supposing, path, "%.*s is a list; set a field of one of its items, such as %.*s[1].%.*s.",
               TEXT_ARGS(field->title), TEXT_ARGS(field->name),
               TEXT_ARGS(field->of.count ? field->of.at[0].name : TEXT("field")));
        return NULL;
    }
    return field;
}

/* `worker` and `area`, unless a field has that name. False: it is neither. */
static bool set_owner(struct supposing *supposing, const struct fact *fact)
{
    struct planning *planning = &supposing->planning;
    const struct world *world = planning->world;
    bool worker = text_is(fact->path, "worker"), area = text_is(fact->path, "area");
    if ((!worker && !area) || definition_field(planning->definition, fact->path)) {
        return false;
    }
    if (area && fact->value.size && world->area_count &&
        !world_area(world, fact->value, zone_date(world->zone, planning->now))) {
        refuse(supposing, fact->path, "There is no area “%.*s” here.", TEXT_ARGS(fact->value));
        return true;
    }
    planning->touched.owner = true;
    if (worker) {
        planning->subject->worker = fact->value;
    } else {
        planning->subject->area = fact->value;
        planning->touched.area = true;
    }
    return true;
}

static void set_fact(struct supposing *supposing, const struct fact *fact)
{
    struct planning *planning = &supposing->planning;
    uint32_t item = 0;
    struct text sentence;
    if (set_owner(supposing, fact)) {
        return;
    }
    const struct field *field = find_field(supposing, fact->path, &item);
    if (!field) {
        return;
    }
    struct json given = fact->value.size ? json_string(fact->value) : json_null(), value;
    if (!field_take(planning, field, &given, &value, &sentence)) {
        refuse(supposing, fact->path, "%.*s: %.*s", TEXT_ARGS(field->title), TEXT_ARGS(sentence));
        return;
    }
    field_write(planning, field, item, value);
}

/* The field's own checks, once all are written. */
static void check_fact(struct supposing *supposing, const struct fact *fact)
{
    struct planning *planning = &supposing->planning;
    struct text list, name;
    uint32_t item;
    if (!fact->value.size || !split_path(fact->path, &list, &item, &name)) {
        return;
    }
    const struct field *of = list.size ? definition_field(planning->definition, list) : NULL;
    int32_t index = of ? map_get(&of->of.by_name, name) : MAP_NONE;
    const struct field *field =
        index != MAP_NONE ? &of->of.at[index] : definition_field(planning->definition, name);
    struct scope scope = planning_scope_item(planning, of, item);
    for (size_t i = 0; field && i < field->check_count; i++) {
        if (!planning_holds(planning, field->checks[i].condition, &scope, "check")) {
            refuse(supposing, fact->path, "%.*s: %.*s", TEXT_ARGS(field->title),
                   TEXT_ARGS(field->checks[i].otherwise));
        }
    }
}

/* --- the copy ------------------------------------------------------------------------------- */

static struct supposing *supposing_new(struct arena *arena, const struct world *world,
                                       const struct subject *subject, const struct explain_request *request,
                                       const struct rules *rules)
{
    struct supposing *supposing = arena_new(arena, struct supposing);
    struct text event = TEXT("correct"); /* that is how facts are put right */
    supposing->what_if = arena_new(arena, struct what_if);
    supposing->command = (struct command){.event = event,
                                          .actor = request->actor,
                                          .at = request->now,
                                          .recorded = INSTANT_NONE,
                                          .override_until = DATE_NONE};
    supposing->given = (struct given){.now = request->now, .quiet = true};
    supposing->plan = (struct plan){.event = event, .notes = json_object()};
    supposing->planning = planning_of(arena, world, planning_copy(arena, subject), &supposing->command,
                                      &supposing->given, rules, &supposing->plan);
    supposing->planning.roles = request->roles;
    supposing->planning.now = request->now;
    supposing->planning.event = (struct event){.name = event,
                                               .data = json_null(),
                                               .at = request->now,
                                               .recorded = request->now,
                                               .actor = request->actor};
    return supposing;
}

static void follow(struct supposing *supposing)
{
    struct planning *planning = &supposing->planning;
    struct enabled_set none = {0};
    if (planning->subject->closed == INSTANT_NONE) {
        step_macro(planning, &none);
    }
    settle(planning);
}

static void suppose(struct supposing *supposing, const struct fact *facts, size_t count)
{
    struct planning *planning = &supposing->planning;
    const struct rules *rules = planning->rules;
    struct what_if *what_if = supposing->what_if;
    touched_begin(planning);
    rules->api->begin(rules->self, planning->arena, planning->world, NULL);
    for (size_t i = 0; i < count; i++) {
        set_fact(supposing, &facts[i]);
    }
    for (size_t i = 0; i < count && what_if->refused.count == 0; i++) {
        check_fact(supposing, &facts[i]);
    }
    if (what_if->refused.count == 0) {
        follow(supposing);
    }
    rules->api->end(rules->self);
    if (planning->failed) {
        refuse(supposing, (struct text){0}, "What would follow cannot be worked out: %s",
               supposing->plan.failure.message);
    }
}

struct what_if *what_if_build(struct arena *arena, const struct world *world, const struct subject *subject,
                              const struct explain_request *request, const struct fact *facts, size_t count,
                              const struct rules *rules)
{
    struct explain_request now = *request;
    struct supposing *supposing = supposing_new(arena, world, subject, request, rules);
    struct what_if *what_if = supposing->what_if;
    const struct subject *is = supposing->planning.subject;
    now.no_whens = true;
    suppose(supposing, facts, count);
    if (what_if->refused.count) {
        return what_if;
    }
    struct json was_data = computed_data(arena, world, subject, request->now, rules);
    struct json is_data = computed_data(arena, world, is, request->now, rules);
    const struct explanation *was = explain_build(arena, world, subject, &now, rules);
    what_if->subject = is;
    what_if->explanation = explain_build(arena, world, is, &now, rules);
    what_if->changes = json_object();
    json_set(arena, &what_if->changes, TEXT("events"),
             difference_events(arena, subject->definition, was, what_if->explanation));
    json_set(arena, &what_if->changes, TEXT("fields"),
             difference_fields(arena, world, subject, &was_data, is, &is_data));
    json_set(arena, &what_if->changes, TEXT("tasks"), difference_tasks(arena, subject, is));
    json_set(arena, &what_if->changes, TEXT("deadlines"), difference_deadlines(arena, is, &supposing->plan));
    json_set(arena, &what_if->changes, TEXT("states"), difference_states(arena, subject, is));
    return what_if;
}
