/* See stand.h. What a plan does when a case is opened, with facts in place of answers and a state in place of
 * the initial one. */
#include "engine/stand.h"
#include "engine/moving.h"
#include "engine/planning.h"

struct standing {
    struct planning *planning;
    const struct stand *stand;
};

/* --- facts ------------------------------------------------------------------------- */

/* What FIELD holds when nobody says; JSON_NULL: nothing. */
static struct json standard(const struct standing *standing, const struct field *field)
{
    struct arena *arena = standing->planning->arena;
    char text[DATE_TEXT_SIZE];
    if (field->type == FIELD_DATE) {
        date day = zone_date(standing->planning->world->zone, standing->stand->now) + STAND_DAYS;
        return json_string(text_copy(arena, text_of(date_write(day, text))));
    }
    bool is_area = field->type == FIELD_CHOICE && field->options_are_areas;
    return is_area && standing->stand->home.size ? json_string(standing->stand->home) : json_null();
}

/* What is said of FIELD, or else is standard. */
static struct json fact_of(const struct standing *standing, const struct field *field)
{
    struct arena *arena = standing->planning->arena;
    struct text path = field->name;
    if (field->list) {
        path = text_printf(arena, "%.*s.%.*s", TEXT_ARGS(field->list->name), TEXT_ARGS(field->name));
    }
    const struct json *said = json_get(&standing->stand->facts, path);
    if (said || field->type != FIELD_LIST) {
        return said ? *said : standard(standing, field);
    }
    struct json item = json_object(), list = json_array();
    for (size_t i = 0; i < field->of.count; i++) {
        struct json value = fact_of(standing, &field->of.at[i]);
        if (!field->of.at[i].computed && value.type != JSON_NULL) {
            json_set(arena, &item, field->of.at[i].name, value);
        }
    }
    json_append(arena, &list, item);
    return list;
}

static void write_field(const struct standing *standing, const struct field *field)
{
    struct planning *planning = standing->planning;
    bool is_said = json_get(&standing->stand->facts, field->name) != NULL;
    struct json fact = fact_of(standing, field), value;
    struct text sentence = {0};
    if (field->computed || (!is_said && field_read(planning->subject, field, 0))) {
        return; /* its default stands */
    }
    if (fact.type == JSON_NULL) {
        field_write(planning, field, 0, fact);
    } else if (field_take(planning, field, &fact, &value, &sentence)) {
        field_write(planning, field, 0, value);
    } else {
        planning_unmet(planning, "form", "%.*s: %.*s", TEXT_ARGS(field->name), TEXT_ARGS(sentence))->field =
            field->name;
    }
}

/* A fact about a field that is not there is refused too. */
static void check_names(const struct standing *standing)
{
    struct planning *planning = standing->planning;
    const struct json *facts = &standing->stand->facts;
    for (uint32_t i = 0; facts->type == JSON_OBJECT && i < facts->count; i++) {
        const struct field *field = definition_field_path(planning->definition, facts->members[i].name);
        if (!field || field->computed) {
            planning_unmet(planning, "form", "“%.*s” is no field that can be answered.",
                           TEXT_ARGS(facts->members[i].name))
                ->field = facts->members[i].name;
        }
    }
}

/* As if each form had been answered just now: what is counted from an answer is counted from NOW. */
static void keep_records(struct planning *planning)
{
    struct subject *subject = planning->subject;
    for (size_t i = 0; i < planning->definition->form_count; i++) {
        const struct form *form = &planning->definition->forms[i];
        struct json record = json_object(), all = json_array();
        if (!form->remembered && !form->kept_whole) {
            continue;
        }
        json_set(planning->arena, &record, TEXT("at"), json_integer(planning->now));
        json_set(planning->arena, &record, TEXT("by"), json_string(TEXT("")));
        json_set(planning->arena, &record, TEXT("data"), json_object());
        json_append(planning->arena, &all, record);
        struct records *records = vector_more(planning->arena, &subject->records);
        *records = (struct records){.form = form,
                                    .count = 1,
                                    .first = record,
                                    .last = record,
                                    .all = form->kept_whole ? all : json_null()};
        touch_form(planning, form);
    }
}

/* --- the state ----------------------------------------------------------------------- */

/* The strand in which STATE is entered: that of the one item of its list. */
static uint32_t item_of(const struct planning *planning, uint16_t state)
{
    const struct definition *definition = planning->definition;
    uint16_t each = definition->states[state].strand;
    if (each == DEFINITION_NONE || each_count(planning->subject, &definition->states[each]) == 0) {
        return 0;
    }
    return each_item(planning->subject, &definition->states[each], 0);
}

static void enter(struct planning *planning, uint16_t state)
{
    struct entry_set entry = {0};
    struct enabled_set none = {0};
    if (state == 0) {
        step_begin(planning);
        return;
    }
    struct node_id node = {state, item_of(planning, state)};
    if (planning->definition->states[state].strand != DEFINITION_NONE && node.item == 0) {
        planning_unmet(planning, "not-now", "There is no item that could be in “%.*s”.",
                       TEXT_ARGS(planning->definition->states[state].path));
        return;
    }
    enter_again(planning, &node, 1, NODE_ROOT, &entry);
    vector_push(planning->arena, &entry.by_default.list, NODE_ROOT);
    step_enter(planning, &entry);
    step_macro(planning, &none);
}

/* --- the whole -------------------------------------------------------------------------- */

struct plan *stand_build(struct arena *arena, const struct world *world, const struct stand *stand,
                         const struct rules *rules)
{
    struct plan *plan = arena_new(arena, struct plan);
    struct subject *subject = arena_new(arena, struct subject);
    struct command *command = arena_new(arena, struct command);
    struct given *given = arena_new(arena, struct given);
    struct json document = json_null();
    *command = (struct command){.origin = ORIGIN_IMPORT,
                                .event = TEXT("open"),
                                .data = json_object(),
                                .area = stand->area,
                                .at = INSTANT_NONE,
                                .recorded = INSTANT_NONE,
                                .override_until = DATE_NONE};
    *given = (struct given){.now = stand->now, .quiet = true};
    subject_init(subject, stand->definition);
    subject->data = json_object();
    struct planning planning = planning_of(arena, world, subject, command, given, rules, plan);
    struct standing standing = {&planning, stand};
    planning.roles = ~(role_set)0;
    planning_begin(&planning, command->event, stand->now);
    subject->opened = stand->now;
    subject->area = stand->area;
    take_defaults(&planning);
    check_names(&standing);
    for (size_t i = 0; i < stand->definition->fields.count && !planning.failed; i++) {
        write_field(&standing, &stand->definition->fields.at[i]);
    }
    keep_records(&planning);
    bool done = plan->unmet.count == 0 && !planning.failed;
    if (done) {
        enter(&planning, stand->state);
        done = plan->unmet.count == 0;
    }
    return planning_finish(&planning, &document, planning_settle(&planning, done));
}

struct plan *stand_moved(struct arena *arena, const struct world *world, const struct subject *subject,
                         struct text area, instant now, const struct rules *rules)
{
    struct subject *offered = planning_copy(arena, subject);
    if (text_equal(area, subject->area)) {
        struct plan *plan = arena_new(arena, struct plan);
        *plan = (struct plan){.outcome = OUTCOME_DONE, .after = offered};
        return plan;
    }
    offered->moving = json_object();
    json_set(arena, &offered->moving, TEXT("to"), json_string(area));
    json_set(arena, &offered->moving, TEXT("at"), json_integer(now));
    json_set(arena, &offered->moving, TEXT("reason"), json_string(TEXT("")));
    return moving_accept(arena, world, offered, now, rules);
}
