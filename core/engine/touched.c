/* What a plan has changed so far, held against what an expression reads. A rule of a plugin may read
 * all of the case, so it is touched by each. See planning.h. */
#include "engine/planning.h"

void touched_begin(struct planning *planning)
{
    struct touched *touched = &planning->touched;
    const struct definition *definition = planning->definition;
    touched->fields = arena_array(planning->arena, bool, definition->fields.count);
    touched->forms = arena_array(planning->arena, bool, definition->form_count);
    touched->everything = planning->subject->world != planning->world->number;
    planning->subject->world = planning->world->number;
}

void touch_field(struct planning *planning, const struct field *field)
{
    const struct field *own = field->list ? field->list : field;
    planning->touched.data = true;
    planning->touched.fields[own->index] = true;
}

void touch_form(struct planning *planning, const struct form *form)
{
    planning->touched.forms[form - planning->definition->forms] = true;
}

/* A computed one by what it reads itself; no field is computed from itself, so this comes to an end. */
static bool is_value_touched(const struct planning *planning, const struct field *field)
{
    if (field->computed) {
        return is_touched(planning, field->computed);
    }
    bool touched = planning->touched.fields[field->list ? field->list->index : field->index];
    for (size_t i = 0; !touched && field->of.computed && i < field->of.count; i++) {
        const struct field *one = &field->of.at[i];
        touched = one->computed && is_touched(planning, one->computed);
    }
    return touched;
}

static bool is_field_touched(const struct planning *planning, struct text name)
{
    const struct field *field = definition_field(planning->definition, name);
    return field ? is_value_touched(planning, field) : planning->touched.data;
}

/* `item` is of whichever list the expression stands in: a field of that name in any of them. */
static bool is_item_touched(const struct planning *planning, struct text name)
{
    const struct fields *fields = &planning->definition->fields;
    bool touched = planning->touched.data || planning->touched.owner;
    for (size_t i = 0; !touched && i < fields->count; i++) {
        const struct fields *of = &fields->at[i].of;
        for (size_t j = 0; of->computed && j < of->count; j++) {
            const struct field *one = &of->at[j];
            bool named = name.size == 0 || text_equal(one->name, name);
            touched = touched || (named && one->computed && is_touched(planning, one->computed));
        }
    }
    return touched;
}

static bool is_form_touched(const struct planning *planning, struct text name)
{
    const struct form *form = definition_form(planning->definition, name);
    return !form || planning->touched.forms[form - planning->definition->forms];
}

/* All that a plugin's rule is shown of a case: its data, its tasks and links, whose it is. */
static bool is_case_touched(const struct planning *planning)
{
    const struct touched *touched = &planning->touched;
    bool computed = planning->definition->fields.computed && (touched->states || touched->milestones);
    return touched->data || touched->owner || touched->tasks || touched->links || computed;
}

static bool is_read_touched(const struct planning *planning, const struct read *read)
{
    const struct touched *touched = &planning->touched;
    switch (read->kind) {
    case READ_DATA:
        return is_field_touched(planning, read->name);
    case READ_ITEM:
        return is_item_touched(planning, read->name);
    case READ_RULE:
        return is_case_touched(planning);
    case READ_CASE:
        return touched->owner || text_is(read->name, "version") || read->name.size == 0 ||
               (touched->links && text_is(read->name, "links"));
    case READ_STATE:
        return touched->states;
    case READ_MILESTONE:
        return touched->milestones;
    case READ_TASK:
        return touched->tasks;
    case READ_ANSWERS:
        return is_form_touched(planning, read->name);
    case READ_EVENT:
    case READ_ACTOR:
    case READ_NOW:
    case READ_NAME:
        break;
    }
    return true;
}

bool is_touched(const struct planning *planning, const struct expression *expression)
{
    if (planning->touched.everything || !expression) {
        return planning->touched.everything;
    }
    for (size_t i = 0; i < expression->read_count; i++) {
        if (is_read_touched(planning, &expression->reads[i])) {
            return true;
        }
    }
    return false;
}

/* More exactly than is_read_touched(), which may err on the side of asking again. */
static bool is_fact(const struct planning *planning, const struct read *read, const struct field *list)
{
    if (read->kind == READ_ITEM) {
        return list && planning->touched.fields[list->index];
    }
    return read->kind != READ_RULE && is_read_touched(planning, read);
}

struct text touched_facts(const struct planning *planning, const struct expression *expression,
                          const struct field *list)
{
    struct buffer facts;
    buffer_init(&facts, planning->arena);
    for (size_t i = 0; expression && i < expression->read_count; i++) {
        const struct read *read = &expression->reads[i];
        if (is_fact(planning, read, list)) {
            buffer_string(&facts, facts.size ? ", " : "");
            buffer_text(&facts, text_part(expression->source, read->start, read->size));
        }
    }
    if (facts.size == 0 && planning->touched.area) {
        buffer_string(&facts, "area");
    }
    if (facts.size == 0 && planning->touched.everything) {
        buffer_string(&facts, "calendar or rules");
    }
    return buffer_result(&facts);
}
