/* Tasks and deadlines of a state, or of the workflow. Their names are known to the whole workflow, since
 * events are made of them. */
#include "definition/reader.h"

/* --- tasks --- */

static void read_task_forms(struct reader *reader, const struct node *node, struct task *task)
{
    const struct node *forms = node_get(node, "form");
    if (!forms) {
        return;
    }
    uint32_t room = forms->kind == NODE_LIST ? forms->count : 1;
    const struct form **found = arena_array(reader->arena, const struct form *, room);
    for (uint32_t i = 0; i < room; i++) {
        const struct form *form =
            form_of_node(reader, forms->kind == NODE_LIST ? &forms->elements[i] : forms);
        if (form) {
            found[task->form_count++] = form;
        }
    }
    task->forms = found;
}

/* `repeat` is yes, no, or a rhythm. */
static void read_repeat(struct reader *reader, const struct node *node, const struct scope *scope,
                        struct task *task)
{
    const struct node *repeat = node_get(node, "repeat"), *limit = node_get(node, "limit");
    if (repeat && !node_flag(repeat, &task->repeats)) {
        task->rhythm = read_when_due(reader, repeat, scope);
        task->repeats = true;
    }
    task->limit = read_count(reader, node, "limit", 1, 0);
    if (limit && !task->repeats) {
        wrong(reader, limit->place, "say repeat: true", "\"limit\" counts repeats, and this task has none");
    }
}

static void read_task_keys(struct reader *reader, const struct node *node, const struct scope *scope,
                           struct task *task)
{
    struct scope due_scope = *scope;
    const struct node *due = node_get(node, "due");
    due_scope.due = true;
    task->title = read_title(reader, node, task->name);
    task->about = read_text(reader, node, "about");
    task->role = read_roles(reader, node, "role");
    if (due) {
        task->due = read_when_due(reader, due, &due_scope);
    }
    task->required = read_flag(reader, node, "required", false);
    task->optional = read_flag(reader, node, "optional", false);
    task->when = read_expression(reader, node, "when", scope);
    read_repeat(reader, node, scope, task);
    read_task_forms(reader, node, task);
    task->not_by = read_text(reader, node, "not_by");
    task->same_as = read_text(reader, node, "same_as");
}

void read_tasks(struct reader *reader, const struct node *node, uint16_t state)
{
    static const char *const keys[] = {"title",  "about", "role", "due",    "required", "optional", "when",
                                       "repeat", "limit", "form", "not_by", "same_as",  NULL};
    struct scope scope = state_scope(reader, state);
    if (!node || !read_is_map(reader, node, "\"tasks\"")) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct task task = {.name = entry->key, .title = entry->key, .state = state, .place = entry->place};
        check_word(reader, entry->key, entry->place, "a task");
        if (reader->tasks.count >= DEFINITION_NONE ||
            !map_add(reader->arena, &reader->definition->tasks_by_name, entry->key,
                     (int32_t)reader->tasks.count)) {
            wrong(reader, entry->place, "give it another name: its events are named by it",
                  "there is a task \"%.*s\" already", TEXT_ARGS(text_shown(entry->key)));
            continue;
        }
        if (read_keys(reader, &entry->value, "a task", keys)) {
            read_task_keys(reader, &entry->value, &scope, &task);
        }
        task.index = (uint16_t)reader->tasks.count;
        vector_push(reader->arena, &reader->tasks, task);
    }
}

/* --- deadlines --- */

static struct when_due read_when(struct reader *reader, const struct node *node, const char *key,
                                 const struct scope *scope)
{
    const struct node *value = node_get(node, key);
    return value ? read_when_due(reader, value, scope) : (struct when_due){0};
}

static void read_met_by(struct reader *reader, const struct node *node, struct deadline *deadline)
{
    const struct node *met_by = node_get(node, "met_by");
    if (!met_by) {
        return;
    }
    struct text_list words = read_words(reader, met_by, "met_by");
    for (size_t i = 0; i < words.count; i++) {
        use_event(reader, words.at[i], words.places[i], true);
        reader->uses.at[reader->uses.count - 1].met_by = true;
    }
    deadline->met_by = words.at;
    deadline->met_by_count = words.count;
}

static void read_deadline_keys(struct reader *reader, const struct node *node, const struct scope *scope,
                               struct deadline *deadline)
{
    static const char *const rolls[] = {"none", "forward", "back", NULL};
    static const char *const froms[] = {"next day", "same day", NULL};
    deadline->title = read_title(reader, node, deadline->name);
    deadline->about = read_text(reader, node, "about");
    deadline->due = read_when(reader, node, "due", scope);
    deadline->warn = read_when(reader, node, "warn", scope);
    deadline->late = read_when(reader, node, "late", scope);
    read_met_by(reader, node, deadline);
    deadline->from_same_day = read_choice(reader, node, "from", froms) == 1;
    int roll = read_choice(reader, node, "roll", rolls);
    deadline->roll = roll < 0 ? ROLL_NONE : (enum deadline_roll)roll;
    deadline->not_before = read_expression(reader, node, "not_before", scope);
    deadline->repeats = read_flag(reader, node, "repeat", false);
    if (read_misses(node, "due")) {
        wrong(reader, deadline->place, "due: 10 working days, or an expression",
              "the deadline \"%.*s\" has no \"due\"", TEXT_ARGS(text_shown(deadline->name)));
    }
}

void read_deadlines(struct reader *reader, const struct node *node, uint16_t state)
{
    static const char *const keys[] = {"title", "about", "due",        "warn",   "late", "met_by",
                                       "from",  "roll",  "not_before", "repeat", NULL};
    struct scope scope = state_scope(reader, state);
    scope.due = true;
    if (!node || !read_is_map(reader, node, "\"deadlines\"")) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct deadline deadline = {
            .name = entry->key, .title = entry->key, .state = state, .place = entry->place};
        int32_t index = (int32_t)reader->deadlines.count;
        check_word(reader, entry->key, entry->place, "a deadline");
        if (index >= DEFINITION_NONE ||
            !map_add(reader->arena, &reader->definition->deadlines_by_name, entry->key, index)) {
            wrong(reader, entry->place, "give it another name: its events are named by it",
                  "there is a deadline \"%.*s\" already", TEXT_ARGS(text_shown(entry->key)));
            continue;
        }
        if (read_keys(reader, &entry->value, "a deadline", keys)) {
            read_deadline_keys(reader, &entry->value, &scope, &deadline);
        }
        deadline.index = (uint16_t)index;
        vector_push(reader->arena, &reader->deadlines, deadline);
    }
}

/* --- what tasks say of each other, once all are known --- */

static void check_named_task(struct reader *reader, const struct task *task, struct text name,
                             const char *key)
{
    if (name.size == 0) {
        return;
    }
    if (text_equal(name, task->name)) {
        wrong(reader, task->place, NULL, "\"%s\" of the task \"%.*s\" names itself", key,
              TEXT_ARGS(text_shown(name)));
    } else if (map_get(&reader->definition->tasks_by_name, name) == MAP_NONE) {
        struct text_list names = NAMES_OF(reader, reader->tasks.at, reader->tasks.count);
        wrong(reader, task->place, did_you_mean(reader, name, names.at, names.count),
              "\"%s\" of the task \"%.*s\": there is no task \"%.*s\"", key,
              TEXT_ARGS(text_shown(task->name)), TEXT_ARGS(text_shown(name)));
    }
}

void resolve_tasks(struct reader *reader)
{
    vector_each(struct task, task, &reader->tasks)
    {
        check_named_task(reader, task, task->not_by, "not_by");
        check_named_task(reader, task, task->same_as, "same_as");
        int32_t deadline = map_get(&reader->definition->deadlines_by_name, task->name);
        if (task->due.given && deadline != MAP_NONE) {
            wrong(reader, reader->deadlines.at[deadline].place,
                  "a task's due is a deadline of its name: rename one of the two",
                  "there is a task \"%.*s\" with a \"due\" already", TEXT_ARGS(text_shown(task->name)));
        }
    }
}
