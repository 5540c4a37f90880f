/* What a step states of the work and of its dates: tasks, deadlines and their ledger, milestones. */
#include "workbench/holding.h"

/* NAME without the number of a strand. */
static struct text base_of(struct text name)
{
    return text_part(name, 0, text_find(name, '['));
}

static bool is_date(const struct holding *holding, struct text said)
{
    return date_read(said) != DATE_NONE ||
           instant_read(holding->play->options->world->zone, said) != INSTANT_NONE;
}

static bool is_yes(struct text said)
{
    return text_is(said, "yes") || text_is(said, "true");
}

static struct text yes_no(bool yes)
{
    return yes ? TEXT("yes") : TEXT("no");
}

/* --- tasks ------------------------------------------------------------------------------ */

static struct text no_task(struct holding *holding, struct text name)
{
    const struct definition *definition = holding->stands.subject.definition;
    struct text *names = arena_array(holding->play->arena, struct text, definition->task_count);
    for (size_t i = 0; i < definition->task_count; i++) {
        names[i] = definition->tasks[i].name;
    }
    return definition_task(definition, base_of(name))
               ? TEXT("none")
               : holding_unknown(holding, "task", name, names, definition->task_count);
}

/* One word or date about a task. */
static void hold_task_word(struct holding *holding, const struct node *node, struct text name,
                           struct text said)
{
    struct play *play = holding->play;
    const struct past_task *task = past_task(holding_past(holding), name);
    bool known = definition_task(holding->stands.subject.definition, base_of(name)) != NULL;
    struct text stood = task ? task->status : no_task(holding, name);
    bool holds = task && text_equal(said, task->status);
    if (text_is(said, "none")) {
        holds = known && (!task || !text_is(task->status, "open"));
    } else if (task && is_date(holding, said)) {
        holds = text_is(task->status, "open") && moment_is(play, task->due, said);
        stood = text_is(task->status, "open") ? moment_shown(play, task->due) : task->status;
    }
    if (!holds) {
        holding_differs(holding, node, "tasks", name, said, stood);
    }
}

/* One part of a task; gives whether it holds, and how it stands. */
static bool task_part_holds(struct holding *holding, const struct past_task *task, struct text key,
                            struct text said, struct text *stood)
{
    struct play *play = holding->play;
    int64_t number;
    if (text_is(key, "open")) {
        *stood = text_is(task->status, "open") ? TEXT("yes") : task->status;
        return is_yes(said) == text_is(task->status, "open");
    }
    if (text_is(key, "done")) {
        *stood = task->done == INSTANT_NONE ? TEXT("no") : instant_shown(play, task->done);
        return is_date(holding, said) ? instant_is(play, task->done, said)
                                      : is_yes(said) == (task->done != INSTANT_NONE);
    }
    if (text_is(key, "due")) {
        *stood = moment_shown(play, task->due);
        return moment_is(play, task->due, said) || (text_is(said, "none") && task->due.kind == MOMENT_NONE);
    }
    if (text_is(key, "times")) {
        *stood = text_printf(play->arena, "%lld", (long long)task->times);
        return text_integer(said, &number) && number == task->times;
    }
    struct text value = text_is(key, "by") ? task->by : task->worker;
    *stood = value.size ? value : TEXT("none");
    return text_equal(*stood, said);
}

static void hold_task_group(struct holding *holding, const struct node *node, struct text name)
{
    const struct past_task *task = past_task(holding_past(holding), name);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct text said = text_trim(entry->value.scalar), stood = {0};
        if (!task) {
            stood = no_task(holding, name);
        }
        if (!task || !task_part_holds(holding, task, entry->key, said, &stood)) {
            const char *part = arena_printf(holding->play->arena, "tasks.%.*s", TEXT_ARGS(name));
            holding_differs(holding, &entry->value, part, entry->key, said, stood);
        }
    }
}

void hold_tasks(struct holding *holding, const struct node *node)
{
    if (!holding_past(holding)) {
        return;
    }
    for (size_t i = 0; node->kind != NODE_MAP && i < node_texts(node); i++) {
        const struct node *one = node_text_at(node, i);
        hold_task_word(holding, one, text_trim(one->scalar), TEXT("open"));
    }
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        if (entry->value.kind == NODE_MAP) {
            hold_task_group(holding, &entry->value, entry->key);
        } else {
            hold_task_word(holding, &entry->value, entry->key, text_trim(entry->value.scalar));
        }
    }
}

/* --- deadlines ---------------------------------------------------------------------------- */

static bool is_deadline(const struct definition *definition, struct text name)
{
    const struct task *task = definition_task(definition, base_of(name));
    return definition_deadline(definition, base_of(name)) || (task && task->due.given);
}

static struct text no_deadline(struct holding *holding, struct text name)
{
    const struct definition *definition = holding->stands.subject.definition;
    size_t count = 0;
    struct text *names =
        arena_array(holding->play->arena, struct text, definition->deadline_count + definition->task_count);
    for (size_t i = 0; i < definition->deadline_count; i++) {
        names[count++] = definition->deadlines[i].name;
    }
    for (size_t i = 0; i < definition->task_count; i++) {
        if (definition->tasks[i].due.given) {
            names[count++] = definition->tasks[i].name;
        }
    }
    return is_deadline(definition, name) ? TEXT("none")
                                         : holding_unknown(holding, "deadline", name, names, count);
}

/* A date is where an open deadline, or one that was met, is due. */
static void hold_deadline_word(struct holding *holding, const struct node *node, struct text name,
                               struct text said)
{
    struct play *play = holding->play;
    const struct past_deadline *deadline = past_deadline(holding_past(holding), name);
    struct text stood = deadline ? deadline->status : no_deadline(holding, name);
    bool holds = deadline && text_equal(said, deadline->status);
    if (text_is(said, "open")) {
        holds = deadline && deadline->open;
    } else if (text_is(said, "none")) {
        holds = is_deadline(holding->stands.subject.definition, name) && (!deadline || !deadline->open);
    } else if (deadline && is_date(holding, said)) {
        bool is_void = text_is(deadline->status, "void");
        holds = !is_void && moment_is(play, deadline->due, said);
        stood = is_void ? deadline->status : moment_shown(play, deadline->due);
    }
    if (!holds) {
        holding_differs(holding, node, "deadlines", name, said, stood);
    }
}

static void hold_deadline_group(struct holding *holding, const struct node *node, struct text name)
{
    struct play *play = holding->play;
    const struct past_deadline *deadline = past_deadline(holding_past(holding), name);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct text said = text_trim(entry->value.scalar), stood = {0};
        bool holds = false;
        if (!deadline) {
            stood = no_deadline(holding, name);
        } else if (text_is(entry->key, "due")) {
            stood = moment_shown(play, deadline->due);
            holds = moment_is(play, deadline->due, said) ||
                    (text_is(said, "none") && deadline->due.kind == MOMENT_NONE);
        } else if (text_is(entry->key, "status")) {
            stood = deadline->status;
            holds = text_equal(stood, said);
        } else {
            stood = yes_no(deadline->breached);
            holds = is_yes(said) == deadline->breached;
        }
        if (!holds) {
            const char *part = arena_printf(play->arena, "deadlines.%.*s", TEXT_ARGS(name));
            holding_differs(holding, &entry->value, part, entry->key, said, stood);
        }
    }
}

void hold_deadlines(struct holding *holding, const struct node *node)
{
    if (!holding_past(holding)) {
        return;
    }
    for (size_t i = 0; node->kind != NODE_MAP && i < node_texts(node); i++) {
        const struct node *one = node_text_at(node, i);
        hold_deadline_word(holding, one, text_trim(one->scalar), TEXT("open"));
    }
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        if (entry->value.kind == NODE_MAP) {
            hold_deadline_group(holding, &entry->value, entry->key);
        } else {
            hold_deadline_word(holding, &entry->value, entry->key, text_trim(entry->value.scalar));
        }
    }
}

/* --- the ledger ------------------------------------------------------------------------------- */

static bool line_is(struct holding *holding, const struct json *line, const struct node *wanted)
{
    struct play *play = holding->play;
    for (uint32_t i = 0; i < wanted->count; i++) {
        const struct node_entry *entry = &wanted->entries[i];
        struct text said = text_trim(entry->value.scalar);
        struct text stood = json_text(json_get(line, entry->key));
        bool is_moment = text_is(entry->key, "before") || text_is(entry->key, "after");
        struct moment moment = moment_read(play->options->world->zone, stood);
        bool none = stood.size == 0 && text_is(said, "none");
        if (!none && (is_moment ? !moment_is(play, moment, said) : !text_equal(stood, said))) {
            return false;
        }
    }
    return true;
}

static bool is_about(const struct json *line, const struct node *wanted)
{
    const struct node *deadline = node_get(wanted, "deadline");
    return !deadline || text_equal(json_get_text(line, "deadline"), text_trim(deadline->scalar));
}

/* The lines about the same deadline, as far as it is said which. */
static struct text lines_shown(struct holding *holding, const struct json *ledger, const struct node *wanted)
{
    struct json list = json_array();
    struct play *play = holding->play;
    for (uint32_t i = 0; i < ledger->count; i++) {
        if (is_about(&ledger->elements[i], wanted)) {
            json_append(play->arena, &list, ledger->elements[i]);
        }
    }
    return value_shown(play, &list);
}

void hold_ledger(struct holding *holding, const struct node *node)
{
    const struct past *past = holding_past(holding);
    struct json ledger = json_array();
    size_t count = node->kind == NODE_MAP ? 1 : node_texts(node);
    uint32_t at = 0;
    for (size_t i = 0; past && i < past->entries.count; i++) {
        const struct json *lines = json_member_of(&past->entries.at[i].content, "ledger");
        for (uint32_t k = 0; lines && k < lines->count; k++) {
            json_append(holding->play->arena, &ledger, lines->elements[k]);
        }
    }
    for (size_t i = 0; past && i < count; i++) {
        const struct node *wanted = node_text_at(node, i);
        uint32_t found = at;
        while (found < ledger.count && !line_is(holding, &ledger.elements[found], wanted)) {
            found++;
        }
        if (found == ledger.count) {
            holding_differs(holding, wanted, "ledger", (struct text){0}, node_shown(holding->play, wanted),
                            lines_shown(holding, &ledger, wanted));
        } else {
            at = found + 1;
        }
    }
}

/* --- milestones -------------------------------------------------------------------------------- */

static struct text no_milestone(struct holding *holding, struct text name)
{
    const struct definition *definition = holding->stands.subject.definition;
    struct text *names = arena_array(holding->play->arena, struct text, definition->milestone_count);
    for (size_t i = 0; i < definition->milestone_count; i++) {
        names[i] = definition->milestones[i].name;
    }
    return map_get(&definition->milestones_by_name, base_of(name)) == MAP_NONE
               ? holding_unknown(holding, "milestone", name, names, definition->milestone_count)
               : TEXT("no");
}

instant holding_reached(const struct holding *holding, struct text name)
{
    vector_each(const struct milestone_state, state, &holding->stands.subject.milestones)
    {
        struct text label = state->milestone->name;
        if (state->item) {
            label = text_printf(holding->play->arena, "%.*s[%u]", TEXT_ARGS(label), state->item);
        }
        if (text_equal(label, name)) {
            return state->at;
        }
    }
    return INSTANT_NONE;
}

static void hold_milestone(struct holding *holding, const struct node *node, struct text name,
                           struct text said)
{
    struct play *play = holding->play;
    instant at = holding_reached(holding, name);
    struct text stood = at == INSTANT_NONE ? no_milestone(holding, name) : instant_shown(play, at);
    bool no = text_is(said, "no") || text_is(said, "none") || text_is(said, "false");
    bool known = map_get(&holding->stands.subject.definition->milestones_by_name, base_of(name)) != MAP_NONE;
    bool holds = is_yes(said) ? at != INSTANT_NONE
                 : no         ? known && at == INSTANT_NONE
                              : instant_is(play, at, said);
    if (!holds) {
        holding_differs(holding, node, "reached", name, said, stood);
    }
}

void hold_reached(struct holding *holding, const struct node *node)
{
    for (size_t i = 0; node->kind != NODE_MAP && i < node_texts(node); i++) {
        const struct node *one = node_text_at(node, i);
        hold_milestone(holding, one, text_trim(one->scalar), TEXT("yes"));
    }
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        hold_milestone(holding, &entry->value, entry->key, text_trim(entry->value.scalar));
    }
}
