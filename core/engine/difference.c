/* See difference.h. */
#include "engine/difference.h"

#include "base/insist.h"
#include "engine/computed.h"
#include "engine/planning.h"

/* --- words -------------------------------------------------------------------------- */

static struct text choice_words(const struct world *world, const struct field *field, struct text name)
{
    const struct option *option = field_option(field, name);
    if (option && option->title.size) {
        return option->title;
    }
    for (size_t i = 0; field->options_are_areas && i < world->area_count; i++) {
        if (text_equal(world->areas[i].name, name) && world->areas[i].title.size) {
            return world->areas[i].title;
        }
    }
    return name;
}

static struct text choices_words(struct arena *arena, const struct world *world, const struct field *field,
                                 const struct json *names)
{
    struct buffer out;
    buffer_init(&out, arena);
    for (uint32_t i = 0; names->type == JSON_ARRAY && i < names->count; i++) {
        buffer_string(&out, i ? ", " : "");
        buffer_text(&out, choice_words(world, field, json_text(&names->elements[i])));
    }
    return buffer_result(&out);
}

static struct text money_words(struct arena *arena, const struct json *amount)
{
    double number = amount->type == JSON_REAL ? amount->real : (double)amount->integer;
    bool whole = amount->type == JSON_INTEGER;
    return whole ? text_printf(arena, "%lld", (long long)amount->integer)
                 : text_printf(arena, "%.2f", number);
}

struct text field_words(struct arena *arena, const struct world *world, const struct field *field,
                        const struct json *value)
{
    struct value plain = {.kind = VALUE_JSON};
    if (json_is_null(value)) {
        return (struct text){0};
    }
    bool number = value->type == JSON_INTEGER || value->type == JSON_REAL;
    plain.json = *value;
    if (field->type == FIELD_CHOICE && value->type == JSON_STRING) {
        return choice_words(world, field, json_text(value));
    }
    if (field->type == FIELD_CHOICES) {
        return choices_words(arena, world, field, value);
    }
    if (field->type == FIELD_MONEY && number) {
        return money_words(arena, value);
    }
    if (value->type == JSON_BOOLEAN) {
        plain = (struct value){.kind = VALUE_BOOLEAN, .boolean = value->boolean};
    } else if (field->type == FIELD_DATE && date_read(json_text(value)) != DATE_NONE) {
        plain = (struct value){.kind = VALUE_DATE, .day = date_read(json_text(value))};
    }
    return value_words(arena, &plain);
}

static void set_text(struct arena *arena, struct json *object, const char *name, struct text text)
{
    if (text.size) {
        json_set(arena, object, text_of(name), json_string(text));
    }
}

static void set_of(struct arena *arena, struct json *object, const struct field *list, uint32_t item)
{
    if (list && item) {
        set_text(arena, object, "of", text_printf(arena, "%.*s/%u", TEXT_ARGS(list->name), item));
    }
}

/* --- states --------------------------------------------------------------------------- */

static const struct active *active_of(const struct subject *subject, struct node_id node)
{
    vector_each(const struct active, active, &subject->configuration)
    {
        if (node_equal(active->node, node)) {
            return active;
        }
    }
    return NULL;
}

/* NODE is active in HERE, and not in THERE, or not since the same time. */
static bool is_here_alone(const struct subject *here, const struct subject *there, struct node_id node)
{
    const struct active *a = active_of(here, node), *b = active_of(there, node);
    return a && (!b || a->entered != b->entered);
}

/* What stands in HERE and not in THERE; a state with one below it among them goes without saying. */
static struct json states_alone(struct arena *arena, const struct subject *here, const struct subject *there)
{
    const struct definition *definition = here->definition;
    struct json list = json_array();
    for (size_t i = 0; i < here->configuration.count; i++) {
        struct node_id node = here->configuration.at[i].node;
        const struct state *state = node_state(definition, node);
        bool told = node_is_strand(definition, node);
        for (size_t n = i + 1; n < here->configuration.count && !told; n++) {
            struct node_id below = here->configuration.at[n].node;
            told = node_is_descendant(definition, below, node) && is_here_alone(here, there, below);
        }
        if (told || !is_here_alone(here, there, node)) {
            continue;
        }
        struct json one = json_object();
        set_text(arena, &one, "state", node_path(arena, definition, node));
        set_text(arena, &one, "title", state->title.size ? state->title : state->name);
        set_of(arena, &one, strand_list(definition, node.state), node.item);
        json_append(arena, &list, one);
    }
    return list;
}

struct json difference_states(struct arena *arena, const struct subject *was, const struct subject *is)
{
    struct json states = json_object();
    json_set(arena, &states, TEXT("left"), states_alone(arena, was, is));
    json_set(arena, &states, TEXT("entered"), states_alone(arena, is, was));
    return states;
}

/* --- fields ------------------------------------------------------------------------------ */

struct differing {
    struct arena *arena;
    const struct world *world;
    struct json list;
};

static void add_side(struct differing *differing, struct json *one, const char *side,
                     const struct field *field, const struct json *value)
{
    if (!json_is_null(value)) {
        struct text words =
            field ? field_words(differing->arena, differing->world, field, value) : json_text(value);
        json_set(differing->arena, one, text_of(side), *value);
        set_text(differing->arena, one, arena_printf(differing->arena, "%s_words", side), words);
    }
}

static void add_field(struct differing *differing, const struct field *field, uint32_t item,
                      const struct json *was, const struct json *is)
{
    struct json one = json_object(), none = json_null();
    was = was ? was : &none;
    is = is ? is : &none;
    if (json_equal(was, is)) {
        return;
    }
    set_text(differing->arena, &one, "field", field->name);
    set_text(differing->arena, &one, "title", field->title.size ? field->title : field->name);
    set_of(differing->arena, &one, field->list, item);
    add_side(differing, &one, "before", field, was);
    add_side(differing, &one, "after", field, is);
    if (field->computed) {
        json_set(differing->arena, &one, TEXT("computed"), json_boolean(true));
    }
    json_append(differing->arena, &differing->list, one);
}

static const struct json *item_of(const struct json *items, int64_t id)
{
    for (uint32_t i = 0; items && items->type == JSON_ARRAY && i < items->count; i++) {
        if (json_get_integer(&items->elements[i], "id", 0) == id) {
            return &items->elements[i];
        }
    }
    return NULL;
}

/* Items are never taken away, so those that there are now are all. */
static void add_items(struct differing *differing, const struct field *list, const struct json *was,
                      const struct json *is)
{
    for (uint32_t i = 0; is && is->type == JSON_ARRAY && i < is->count; i++) {
        int64_t id = json_get_integer(&is->elements[i], "id", 0);
        const struct json *before = item_of(was, id);
        for (size_t n = 0; n < list->of.count; n++) {
            const struct field *field = &list->of.at[n];
            add_field(differing, field, (uint32_t)id, json_get(before, field->name),
                      json_get(&is->elements[i], field->name));
        }
    }
}

static void add_owner(struct differing *differing, const char *name, const char *title, struct text was,
                      struct text is)
{
    struct json one = json_object();
    struct json before = was.size ? json_string(was) : json_null();
    struct json after = is.size ? json_string(is) : json_null();
    if (!text_equal(was, is)) {
        set_text(differing->arena, &one, "field", text_of(name));
        set_text(differing->arena, &one, "title", text_of(title));
        add_side(differing, &one, "before", NULL, &before);
        add_side(differing, &one, "after", NULL, &after);
        json_append(differing->arena, &differing->list, one);
    }
}

struct json difference_fields(struct arena *arena, const struct world *world, const struct subject *was,
                              const struct json *was_data, const struct subject *is,
                              const struct json *is_data)
{
    struct differing differing = {arena, world, json_array()};
    const struct fields *fields = &is->definition->fields;
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        const struct json *before = json_get(was_data, field->name), *after = json_get(is_data, field->name);
        if (field->type == FIELD_LIST) {
            add_items(&differing, field, before, after);
        } else {
            add_field(&differing, field, 0, before, after);
        }
    }
    add_owner(&differing, "worker", "Worker", was->worker, is->worker);
    add_owner(&differing, "area", "Area", was->area, is->area);
    return differing.list;
}

/* --- tasks ----------------------------------------------------------------------------------- */

static void add_task(struct arena *arena, struct json *list, const struct subject *subject,
                     const struct task_state *state, const char *change)
{
    struct json one = json_object();
    const struct task *task = state->task;
    const struct definition *definition = subject->definition;
    set_text(arena, &one, "task", task->name);
    set_text(arena, &one, "title", task->title.size ? task->title : task->name);
    set_text(arena, &one, "change", text_of(change));
    set_of(arena, &one, strand_list(definition, task->state), state->item);
    if (state->open && state->due.kind != MOMENT_NONE) {
        json_set(arena, &one, TEXT("due"), moment_json(arena, state->due));
    }
    set_text(arena, &one, "worker", state->worker);
    json_append(arena, list, one);
}

struct json difference_tasks(struct arena *arena, const struct subject *was, const struct subject *is)
{
    struct json list = json_array();
    vector_each(const struct task_state, now, &is->tasks)
    {
        const struct task_state *before = subject_task(was, now->task, now->item);
        before = before && before->item == now->item ? before : NULL;
        bool stayed = before && before->open && now->open && before->opened == now->opened;
        if (before && before->open && !stayed) {
            const char *end = !now->open                   ? task_end_name(now->ended)
                              : now->times > before->times ? "done"
                                                           : "cancelled";
            struct task_state ended = *now;
            ended.open = false;
            ended.worker = (struct text){0};
            add_task(arena, &list, is, &ended, end);
        }
        if (now->open && !stayed) {
            add_task(arena, &list, is, now, "opened");
        } else if (stayed && !text_equal(before->worker, now->worker)) {
            add_task(arena, &list, is, now, "assigned");
        }
    }
    return list;
}

/* --- deadlines --------------------------------------------------------------------------------- */

static void set_deadline(struct arena *arena, struct json *one, const struct subject *subject,
                         struct text label)
{
    const struct definition *definition = subject->definition;
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (text_equal(deadline_label(arena, state), label)) {
            uint16_t of = state->deadline ? state->deadline->state : state->task->state;
            set_text(arena, one, "title", state->deadline ? state->deadline->title : state->task->title);
            set_of(arena, one, strand_list(definition, of), state->item);
        }
    }
}

struct json difference_deadlines(struct arena *arena, const struct subject *subject, const struct plan *plan)
{
    struct json list = json_array();
    vector_each(const struct ledger_line, line, &plan->ledger)
    {
        struct json one = json_object();
        set_text(arena, &one, "deadline", line->deadline);
        set_deadline(arena, &one, subject, line->deadline);
        set_text(arena, &one, "change", text_of(line->change));
        if (line->before.kind != MOMENT_NONE) {
            json_set(arena, &one, TEXT("before"), moment_json(arena, line->before));
        }
        if (line->after.kind != MOMENT_NONE) {
            json_set(arena, &one, TEXT("after"), moment_json(arena, line->after));
        }
        set_text(arena, &one, "because", line->because);
        json_append(arena, &list, one);
    }
    return list;
}

/* --- the whole of a plan ---------------------------------------------------------------------------- */

static struct json told_json(struct arena *arena, const struct plan *plan)
{
    struct json list = json_array();
    vector_each(const struct told, told, &plan->told)
    {
        struct json one = json_object();
        set_text(arena, &one, "record", told->reference);
        set_text(arena, &one, "workflow", told->workflow);
        set_text(arena, &one, "event", told->event);
        if (told->data.type != JSON_NULL) {
            json_set(arena, &one, TEXT("data"), told->data);
        }
        json_append(arena, &list, one);
    }
    return list;
}

/* MESSAGES, which tell of the plan's in their order, with their titles and to whom they go. */
static struct json messages_json(struct arena *arena, const struct plan *plan, const struct json *messages)
{
    struct json list = json_array();
    for (uint32_t i = 0; messages && i < messages->count && i < plan->messages.count; i++) {
        const struct outgoing *outgoing = &plan->messages.at[i];
        struct json one = json_shallow(arena, messages->elements[i]);
        set_text(arena, &one, "title", outgoing->message->title);
        set_text(arena, &one, "to",
                 outgoing->person.size ? outgoing->person
                                       : roles_words(arena, plan->after->definition, outgoing->message->to));
        json_append(arena, &list, one);
    }
    return list;
}

void plan_details(struct arena *arena, const struct world *world, const struct plan *plan,
                  const struct rules *rules, struct json *details)
{
    struct subject was;
    struct json was_data = json_object();
    subject_init(&was, plan->after->definition);
    if (plan->before.type != JSON_NULL) {
        struct error error;
        enum status status = subject_read(arena, was.definition, &plan->before, &was, &error);
        insist(status == STATUS_OK); /* it could be read before */
        was_data = computed_data(arena, world, &was, plan->happened, rules);
    }
    json_set(arena, details, TEXT("states"), difference_states(arena, &was, plan->after));
    json_set(arena, details, TEXT("fields"),
             difference_fields(arena, world, &was, &was_data, plan->after, &plan->data));
    json_set(arena, details, TEXT("tasks"), difference_tasks(arena, &was, plan->after));
    json_set(arena, details, TEXT("deadlines"), difference_deadlines(arena, plan->after, plan));
    json_set(arena, details, TEXT("messages"),
             messages_json(arena, plan, json_member_of(details, "messages")));
    json_set(arena, details, TEXT("told"), told_json(arena, plan));
}
