/* A scenario's names held against the world: a slip of the hand is found before the story is told, with its
 * place. What cannot be known without telling (a strand, a reference that the store gives) is left to it.
 *
 * The walk follows the story as the telling does: which case each step is about, and so of which workflow. */
#include "workbench/scenario_reading.h"

#include <string.h>

struct known_case {
    struct text name;
    const struct definition *definition; /* NULL: not known */
};

struct checking {
    struct scenario_reading reading;
    const struct world *world;
    VECTOR(struct known_case)
    cases; /* people of whom there is a record, too */
    VECTOR(struct text)
    users;
    const struct definition *present; /* of the case of the step before; NULL */
    bool unheard;                     /* it is a scenario that another begins with: it is told of itself */
};

static void unknown(struct checking *checking, const struct node *node, const char *what, struct text name,
                    const struct text *choices, size_t count)
{
    if (!checking->unheard) {
        scenario_wrong(&checking->reading, node->place,
                       scenario_near(checking->reading.arena, name, choices, count, NULL),
                       "there is no %s “%.*s”", what, TEXT_ARGS(name));
    }
}

/* The names that COUNT structs of SIZE bytes at AT begin with. */
static struct text *names_of(struct checking *checking, const void *at, size_t count, size_t size)
{
    struct text *names = arena_array(checking->reading.arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        memcpy(&names[i], (const char *)at + i * size, sizeof names[i]);
    }
    return names;
}
#define NAMES_OF(checking, array, count) names_of(checking, array, count, sizeof *(array)), count

/* NAME without the numbers of strands: "a[2].b" is "a.b". */
static struct text without_items(struct checking *checking, struct text name)
{
    struct buffer out;
    bool inside = false;
    buffer_init(&out, checking->reading.arena);
    for (size_t i = 0; i < name.size; i++) {
        inside = inside || name.at[i] == '[';
        if (!inside) {
            buffer_byte(&out, name.at[i]);
        }
        inside = inside && name.at[i] != ']';
    }
    return buffer_result(&out);
}

/* --- one name ------------------------------------------------------------------------------ */

static void check_state(struct checking *checking, const struct node *node, struct text name)
{
    const struct definition *definition = checking->present;
    struct text *paths = arena_array(checking->reading.arena, struct text, definition->state_count);
    if (definition_state(definition, without_items(checking, name)) != DEFINITION_NONE) {
        return;
    }
    for (size_t i = 0; i < definition->state_count; i++) {
        paths[i] = definition->states[i].path;
    }
    unknown(checking, node, "state", name, paths, definition->state_count);
}

static void check_task(struct checking *checking, const struct node *node, struct text name)
{
    const struct definition *definition = checking->present;
    if (!definition_task(definition, without_items(checking, name))) {
        unknown(checking, node, "task", name, NAMES_OF(checking, definition->tasks, definition->task_count));
    }
}

static void check_deadline(struct checking *checking, const struct node *node, struct text name)
{
    const struct definition *definition = checking->present;
    struct text base = without_items(checking, name);
    const struct task *task = definition_task(definition, base);
    if (!definition_deadline(definition, base) && !(task && task->due.given)) {
        size_t count = definition->deadline_count;
        struct text *names =
            arena_array(checking->reading.arena, struct text, count + definition->task_count);
        for (size_t i = 0; i < count; i++) {
            names[i] = definition->deadlines[i].name;
        }
        for (size_t i = 0; i < definition->task_count; i++) {
            if (definition->tasks[i].due.given) {
                names[count++] = definition->tasks[i].name;
            }
        }
        unknown(checking, node, "deadline", name, names, count);
    }
}

static void check_message(struct checking *checking, const struct node *node, struct text name)
{
    const struct definition *definition = checking->present;
    if (map_get(&definition->messages_by_name, name) == MAP_NONE) {
        unknown(checking, node, "message", name,
                NAMES_OF(checking, definition->messages, definition->message_count));
    }
}

static void check_milestone(struct checking *checking, const struct node *node, struct text name)
{
    const struct definition *definition = checking->present;
    if (map_get(&definition->milestones_by_name, without_items(checking, name)) == MAP_NONE) {
        unknown(checking, node, "milestone", name,
                NAMES_OF(checking, definition->milestones, definition->milestone_count));
    }
}

static void check_field(struct checking *checking, const struct node *node, struct text name)
{
    const struct definition *definition = checking->present;
    if (!definition_field(definition, name)) {
        unknown(checking, node, "field", name,
                NAMES_OF(checking, definition->fields.at, definition->fields.count));
    }
}

static void check_event(struct checking *checking, const struct node *node, struct text name)
{
    const struct definition *definition = checking->present;
    if (!definition_knows(definition, name)) {
        unknown(checking, node, "event", name,
                NAMES_OF(checking, definition->events, definition->event_count));
    }
}

/* --- the names under a key --------------------------------------------------------------------- */

static const struct statement_names {
    const char *key;
    void (*check)(struct checking *checking, const struct node *node, struct text name);
    const char *part; /* of a map in a list: what holds the name */
} statement_names[] = {
    {"in", check_state, NULL},
    {"configuration", check_state, NULL},
    {"tasks", check_task, NULL},
    {"deadlines", check_deadline, NULL},
    {"messages", check_message, "message"},
    {"reached", check_milestone, NULL},
    {"data", check_field, NULL},
    {"ledger", check_deadline, "deadline"},
};

/* A text, a list of texts, the keys of a map; or maps that hold it as a part. */
static void check_names(struct checking *checking, const struct node *node,
                        const struct statement_names *names)
{
    const struct node *part = names->part ? node_get(node, names->part) : NULL;
    if (names->part && node->kind == NODE_MAP) {
        if (part) {
            check_names(checking, part, names);
        }
        return;
    }
    if (node->kind == NODE_SCALAR) {
        if (!text_is(text_of(names->key), "messages") || !text_is(text_trim(node->scalar), "none")) {
            names->check(checking, node, text_trim(node->scalar));
        }
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_LIST) {
            check_names(checking, &node->elements[i], names);
        } else {
            struct node key = {.kind = NODE_SCALAR, .place = node->entries[i].place};
            names->check(checking, &key, node->entries[i].key);
        }
    }
}

static void check_without(struct checking *checking, const struct node *node)
{
    for (size_t i = 0; i < sizeof statement_names / sizeof *statement_names; i++) {
        const struct node *names = node_get(node, statement_names[i].key);
        if (names && !statement_names[i].part) {
            check_names(checking, names, &statement_names[i]);
        }
    }
}

static void check_statements(struct checking *checking, const struct node *step, bool acts)
{
    const struct node *without = node_get(step, "without"), *explain = node_get(step, "explain");
    for (size_t i = 0; i < sizeof statement_names / sizeof *statement_names; i++) {
        const struct node *node = node_get(step, statement_names[i].key);
        bool is_data = text_is(text_of(statement_names[i].key), "data");
        if (node && !(acts && is_data)) {
            check_names(checking, node, &statement_names[i]);
        }
    }
    if (without && without->kind == NODE_MAP) {
        check_without(checking, without);
    }
    for (uint32_t i = 0; explain && explain->kind == NODE_MAP && i < explain->count; i++) {
        struct node key = {.kind = NODE_SCALAR, .place = explain->entries[i].place};
        check_event(checking, &key, explain->entries[i].key);
    }
}

/* --- a step ---------------------------------------------------------------------------------------- */

static struct text text_at(const struct node *step, const char *key)
{
    const struct node *node = node_get(step, key);
    return node && node->kind == NODE_SCALAR ? text_trim(node->scalar) : (struct text){0};
}

static struct known_case *case_of(struct checking *checking, struct text name)
{
    vector_each(struct known_case, known, &checking->cases)
    {
        if (text_equal(known->name, name)) {
            return known;
        }
    }
    return NULL;
}

static struct known_case *add_case(struct checking *checking, struct text name)
{
    struct known_case *known = case_of(checking, name);
    if (!known) {
        vector_push(checking->reading.arena, &checking->cases, (struct known_case){.name = name});
        known = &checking->cases.at[checking->cases.count - 1];
    }
    return known;
}

/* "C-12", "P-3": given by the store. */
static bool is_reference(struct text name)
{
    int64_t number;
    return name.size > 2 && name.at[1] == '-' && text_integer(text_part(name, 2, SIZE_MAX), &number);
}

static void check_case_name(struct checking *checking, const struct node *step)
{
    struct text name = text_at(step, "case");
    struct known_case *known = case_of(checking, name);
    if (name.size == 0) {
        return;
    }
    checking->present = known ? known->definition : NULL;
    if (!known && !is_reference(name)) {
        unknown(checking, node_get(step, "case"), "case", name,
                NAMES_OF(checking, checking->cases.at, checking->cases.count));
    }
}

static void check_open(struct checking *checking, const struct scenario *scenario, const struct node *step)
{
    struct text name = text_at(step, "case"), workflow = text_at(step, "workflow");
    struct known_case *known = name.size ? add_case(checking, name) : NULL;
    if (workflow.size == 0 && known && known->definition) {
        checking->present = known->definition;
        return;
    }
    if (workflow.size && !world_current(checking->world, workflow)) {
        unknown(checking, node_get(step, "workflow"), "workflow", workflow, NULL, 0);
    }
    workflow = workflow.size ? workflow : scenario_workflow(scenario);
    checking->present = world_current(checking->world, workflow);
    if (known) {
        known->definition = checking->present;
    }
}

static void check_actor(struct checking *checking, const struct node *step)
{
    struct text actor = text_at(step, "actor"), role = text_at(step, "role");
    const struct definition *definition = checking->present;
    bool is_user = false;
    for (size_t i = 0; i < checking->users.count; i++) {
        is_user = is_user || text_equal(checking->users.at[i], actor);
    }
    if (actor.size && checking->users.count && !is_user && !definition_role(definition, actor)) {
        unknown(checking, node_get(step, "actor"), "user or role", actor, checking->users.at,
                checking->users.count);
    }
    if (role.size && !definition_role(definition, role)) {
        unknown(checking, node_get(step, "role"), "role", role,
                NAMES_OF(checking, definition->roles, definition->role_count));
    }
}

static void check_step(struct checking *checking, const struct scenario *scenario, const struct node *step)
{
    struct text event = text_at(step, "event");
    if (text_is(event, "open")) {
        check_open(checking, scenario, step);
    } else {
        check_case_name(checking, step);
    }
    if (!checking->present) {
        return;
    }
    check_actor(checking, step);
    if (event.size && !text_is(text_at(step, "outcome"), "unknown")) {
        check_event(checking, node_get(step, "event"), event);
    }
    check_statements(checking, step, event.size > 0);
}

/* --- the story -------------------------------------------------------------------------------------- */

static void add_people(struct checking *checking, const struct scenario *scenario)
{
    vector_each(const struct scenario_person, person, &scenario->people)
    {
        if (person->answers) {
            add_case(checking, person->name)->definition = world_current(checking->world, TEXT("person"));
        } else {
            vector_push(checking->reading.arena, &checking->users, person->name);
        }
    }
}

static void check_workflow(struct checking *checking, struct text workflow, struct place place)
{
    const struct world *world = checking->world;
    struct text *names = arena_array(checking->reading.arena, struct text, world->definition_count);
    for (size_t i = 0; i < world->definition_count; i++) {
        names[i] = world->definitions[i]->name;
    }
    if (workflow.size && !world_current(world, workflow) && !checking->unheard) {
        scenario_wrong(&checking->reading, place,
                       scenario_near(checking->reading.arena, workflow, names, world->definition_count,
                                     "it is looked for in the folder above, and in workflows/"),
                       "there is no workflow “%.*s” here", TEXT_ARGS(workflow));
    }
}

static void add_cases(struct checking *checking, const struct scenario *scenario)
{
    vector_each(const struct scenario_case, one, &scenario->cases)
    {
        struct text workflow = one->workflow;
        check_workflow(checking, workflow, one->place);
        workflow = workflow.size ? workflow : one->before ? scenario_workflow(one->before) : workflow;
        workflow = workflow.size ? workflow : scenario_workflow(scenario);
        struct known_case *known = add_case(checking, one->name);
        known->definition = world_current(checking->world, workflow);
        if (!checking->present && (one->data || one->before)) {
            checking->present = known->definition;
        }
    }
}

static void walk(struct checking *checking, const struct scenario *scenario, bool unheard)
{
    if (scenario->before) {
        walk(checking, scenario->before, true);
    }
    checking->unheard = unheard;
    check_workflow(checking, scenario->workflow, scenario->workflow_place);
    add_people(checking, scenario);
    add_cases(checking, scenario);
    vector_each(const struct step, step, &scenario->steps)
    {
        if (step->node->kind == NODE_MAP) {
            check_step(checking, scenario, step->node);
        }
    }
}

void scenario_check(struct arena *arena, const struct world *world, struct scenario *scenario)
{
    struct checking checking = {.reading = {.arena = arena, .zone = world->zone, .scenario = scenario},
                                .world = world};
    walk(&checking, scenario, false);
}
