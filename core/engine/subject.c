/* Asking a subject how it stands. See subject.h; its document is read and written in subject_read.c and
 * subject_write.c. */
#include "engine/subject.h"

#include "base/insist.h"
#include "engine/nodes.h"

#include <inttypes.h>

void subject_init(struct subject *subject, const struct definition *definition)
{
    *subject = (struct subject){
        .definition = definition,
        .opened = INSTANT_NONE,
        .closed = INSTANT_NONE,
        .data = json_object(),
        .numbers = json_object(),
        .exceptions = json_array(),
        .links = json_object(),
        .moving = json_object(),
        .waiting = json_object(),
    };
}

static int compare_tasks(const struct task_state *a, const struct task_state *b)
{
    int by_file = (int)a->task->index - (int)b->task->index;
    return by_file ? by_file : a->item < b->item ? -1 : a->item > b->item;
}

struct task_state *subject_add_task(struct arena *arena, struct subject *subject, struct task_state state)
{
    (void)vector_more(arena, &subject->tasks);
    size_t at = subject->tasks.count - 1;
    for (; at > 0 && compare_tasks(&subject->tasks.at[at - 1], &state) > 0; at--) {
        subject->tasks.at[at] = subject->tasks.at[at - 1];
    }
    subject->tasks.at[at] = state;
    return &subject->tasks.at[at];
}

static int compare_deadlines(const struct deadline_state *a, const struct deadline_state *b)
{
    if (!a->deadline != !b->deadline) {
        return a->deadline ? -1 : 1;
    }
    int by_file = a->deadline ? (int)a->deadline->index - (int)b->deadline->index
                              : (int)a->task->index - (int)b->task->index;
    return by_file ? by_file : a->item < b->item ? -1 : a->item > b->item;
}

struct deadline_state *subject_add_deadline(struct arena *arena, struct subject *subject,
                                            struct deadline_state state)
{
    (void)vector_more(arena, &subject->deadlines);
    size_t at = subject->deadlines.count - 1;
    for (; at > 0 && compare_deadlines(&subject->deadlines.at[at - 1], &state) > 0; at--) {
        subject->deadlines.at[at] = subject->deadlines.at[at - 1];
    }
    subject->deadlines.at[at] = state;
    return &subject->deadlines.at[at];
}

struct text node_path(struct arena *arena, const struct definition *definition, struct node_id node)
{
    const struct state *state = &definition->states[node.state];
    if (node.item == 0) {
        return state->path;
    }
    if (state->each) {
        return text_printf(arena, "%.*s[%" PRIu32 "]", TEXT_ARGS(state->path), node.item);
    }
    insist(state->strand != DEFINITION_NONE);
    const struct text above = definition->states[state->strand].path;
    struct text below = text_part(state->path, above.size, state->path.size);
    return text_printf(arena, "%.*s[%" PRIu32 "]%.*s", TEXT_ARGS(above), node.item, TEXT_ARGS(below));
}

bool subject_in(const struct subject *subject, uint16_t state, uint32_t item)
{
    vector_each(const struct active, active, &subject->configuration)
    {
        if (active->node.state == state &&
            (item == 0 || active->node.item == item || active->node.item == 0)) {
            return true;
        }
    }
    return false;
}

instant subject_entered(const struct subject *subject, uint16_t state, uint32_t item)
{
    vector_each(const struct active, active, &subject->configuration)
    {
        if (active->node.state == state &&
            (item == 0 || active->node.item == item || active->node.item == 0)) {
            return active->entered;
        }
    }
    instant last = INSTANT_NONE;
    vector_each(const struct state_entry, entry, &subject->entered)
    {
        bool asked = entry->node.state == state && (item == 0 || entry->node.item == item);
        if (asked && entry->at > last) {
            last = entry->at;
        }
    }
    return last;
}

const struct task_state *subject_task(const struct subject *subject, const struct task *task, uint32_t item)
{
    const struct task_state *first = NULL;
    vector_each(const struct task_state, state, &subject->tasks)
    {
        if (state->task != task) {
            continue;
        }
        if (state->item == item) {
            return state;
        }
        if (!first && item == 0) {
            first = state;
        }
    }
    return first;
}

const struct records *subject_records(const struct subject *subject, const struct form *form)
{
    vector_each(const struct records, records, &subject->records)
    {
        if (records->form == form) {
            return records;
        }
    }
    return NULL;
}

instant subject_reached(const struct subject *subject, struct text milestone)
{
    instant first = INSTANT_NONE;
    vector_each(const struct milestone_state, state, &subject->milestones)
    {
        if (text_equal(state->milestone->name, milestone) && (first == INSTANT_NONE || state->at < first)) {
            first = state->at;
        }
    }
    return first;
}

const struct json *subject_item(const struct subject *subject, const struct field *list, uint32_t item)
{
    const struct json *items = json_get(&subject->data, list->name);
    if (!items || items->type != JSON_ARRAY) {
        return NULL;
    }
    for (uint32_t i = 0; i < items->count; i++) {
        if (json_get_integer(&items->elements[i], "id", 0) == (int64_t)item) {
            return &items->elements[i];
        }
    }
    return NULL;
}

struct json subject_configuration(struct arena *arena, const struct subject *subject)
{
    struct json list = json_array();
    for (size_t i = 0; i < subject->configuration.count; i++) {
        struct node_id node = subject->configuration.at[i].node;
        if (node.state != 0 && nodes_is_leaf(subject, i)) {
            json_append(arena, &list, json_string(node_path(arena, subject->definition, node)));
        }
    }
    return list;
}

struct text deadline_label(struct arena *arena, const struct deadline_state *state)
{
    struct text name = state->deadline ? state->deadline->name : state->task->name;
    return state->item == 0 ? name : text_printf(arena, "%.*s[%" PRIu32 "]", TEXT_ARGS(name), state->item);
}

bool deadline_is_open(const struct deadline_state *state)
{
    return state->status <= DEADLINE_LATE;
}

bool deadline_counts_working_days(const struct deadline_state *state)
{
    const struct when_due *due = state->deadline ? &state->deadline->due : &state->task->due;
    static const struct text word = {"working_days", 12};
    const struct text source = due->expression ? due->expression->source : (struct text){0};
    for (size_t i = 0; i + word.size <= source.size; i++) {
        if (text_equal(text_part(source, i, word.size), word)) {
            return true;
        }
    }
    return due->duration.working_days != 0;
}

date deadline_act_by(const struct world *world, const struct subject *subject,
                     const struct deadline_state *state)
{
    const struct calendar *calendar =
        world_area_calendar(world, subject->definition->calendar, subject->area);
    if (state->due.kind != MOMENT_DATE || calendar_is_working(calendar, state->due.day)) {
        return state->due.kind == MOMENT_DATE ? state->due.day : DATE_NONE;
    }
    return calendar_add(calendar, state->due.day, -1);
}

bool deadline_is_guess(const struct world *world, const struct subject *subject,
                       const struct deadline_state *state)
{
    const struct calendar *calendar =
        world_area_calendar(world, subject->definition->calendar, subject->area);
    return state->due.kind == MOMENT_DATE && deadline_counts_working_days(state) &&
           calendar_guesses(calendar, state->due.day);
}

const char *deadline_status_name(enum deadline_status status)
{
    static const char *const names[] = {"pending", "warned",   "overdue", "late",
                                        "met",     "met-late", "void",    "overridden"};
    insist((size_t)status < sizeof names / sizeof *names);
    return names[status];
}

const char *task_end_name(enum task_end end)
{
    static const char *const names[] = {"open", "done", "skipped", "cancelled", "handed-on"};
    insist((size_t)end < sizeof names / sizeof *names);
    return names[end];
}

static void sooner(instant at, instant *nearest)
{
    if (at != INSTANT_NONE && (*nearest == INSTANT_NONE || at < *nearest)) {
        *nearest = at;
    }
}

instant subject_next_due(const struct subject *subject)
{
    instant nearest = INSTANT_NONE;
    if (subject->closed != INSTANT_NONE) {
        return nearest;
    }
    vector_each(const struct timer, timer, &subject->timers)
    {
        sooner(timer->due, &nearest);
    }
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (deadline_is_open(state)) {
            sooner(state->warn_at, &nearest);
            sooner(state->overdue_at, &nearest);
            sooner(state->late_at, &nearest);
        }
    }
    return nearest;
}
