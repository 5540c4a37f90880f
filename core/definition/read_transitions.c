/* Transitions: on, always, after and onDone of a state, in the order in which they stand in the file, across
 * these keys. */
#include "definition/reader.h"

struct place_of_transition {
    enum trigger trigger;
    struct text event;
    struct when_due delay;
    struct place place; /* of the key that leads to it */
};

static const char *const transition_keys[] = {"target",  "title",      "guard", "requires",
                                              "actions", "form",       "roles", "override",
                                              "reenter", "open_tasks", NULL};

static void read_settings(struct reader *reader, const struct node *node, const struct scope *scope,
                          struct transition *transition)
{
    static const char *const settlements[] = {"refuse", "cancel", "ask", NULL};
    const struct node *part;
    transition->title = read_text(reader, node, "title");
    transition->guard = read_expression(reader, node, "guard", scope);
    transition->roles = read_roles(reader, node, "roles");
    transition->override = read_roles(reader, node, "override");
    transition->reenter = read_flag(reader, node, "reenter", false);
    int open_tasks = read_choice(reader, node, "open_tasks", settlements);
    transition->open_tasks = open_tasks < 0 ? OPEN_TASKS_REFUSE : (enum open_tasks)open_tasks;
    if ((part = node_get(node, "form"))) {
        transition->form = form_of_node(reader, part);
    }
    if ((part = node_get(node, "actions"))) {
        transition->actions = read_block(reader, part, scope);
    }
    const struct node_entry *requires = node_entry_of(node, TEXT("requires"));
    if (requires && transition->trigger != TRIGGER_EVENT) {
        wrong(reader, requires->place, "nobody is there to be told; use \"guard\"",
              "\"requires\" has no place on \"always\", \"after\" or \"onDone\"");
    } else if (requires) {
        transition->requirements =
            read_requirements(reader, &requires->value, scope, &transition->requirement_count);
    }
}

static void read_transition(struct reader *reader, uint16_t source, const struct node *node,
                            const struct place_of_transition *of)
{
    struct scope scope = state_scope(reader, source);
    struct transition transition = {.trigger = of->trigger,
                                    .event = of->event,
                                    .delay = of->delay,
                                    .source = source,
                                    .place = node->place};
    if (reader->transitions.count >= DEFINITION_NONE) {
        wrong(reader, node->place, NULL, "there are too many transitions");
        return;
    }
    if (node->kind == NODE_SCALAR && !node_is_empty(node)) {
        read_targets(reader, source, node, &transition.targets, &transition.target_count);
    } else if (node->kind == NODE_SCALAR) {
        wrong(reader, of->place, "{} records it and moves nothing", "\"%.*s\" leads nowhere",
              TEXT_ARGS(text_shown(of->event)));
    } else if (read_keys(reader, node, "a transition", transition_keys)) {
        const struct node *target = node_get(node, "target");
        if (target) {
            read_targets(reader, source, target, &transition.targets, &transition.target_count);
        }
        read_settings(reader, node, &scope, &transition);
    }
    transition.index = (uint16_t)reader->transitions.count;
    vector_push(reader->arena, &reader->transitions, transition);
}

/* One, or a list of them. */
static void read_several(struct reader *reader, uint16_t source, const struct node *node,
                         const struct place_of_transition *of)
{
    if (node->kind != NODE_LIST) {
        read_transition(reader, source, node, of);
        return;
    }
    if (node->count == 0) {
        wrong(reader, node->place, "{} records it and moves nothing", "\"%.*s\" has no transition",
              TEXT_ARGS(text_shown(of->event)));
    }
    for (uint32_t i = 0; i < node->count; i++) {
        read_transition(reader, source, &node->elements[i], of);
    }
}

static void read_on(struct reader *reader, uint16_t source, const struct node *node)
{
    if (!read_is_map(reader, node, "\"on\"")) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct place_of_transition of = {
            .trigger = TRIGGER_EVENT, .event = entry->key, .place = entry->place};
        use_event(reader, entry->key, entry->place, true);
        read_several(reader, source, &entry->value, &of);
    }
}

/* A key is a duration, or an expression that begins with "=". */
static struct when_due read_delay(struct reader *reader, uint16_t source, const struct node_entry *entry)
{
    struct scope scope = state_scope(reader, source);
    struct node key = {.kind = NODE_SCALAR, .place = entry->place, .scalar = entry->key, .plain = true};
    struct when_due delay = {0};
    struct error error;
    size_t offset;
    if (node_is_formula(&key, &offset)) {
        delay = read_when_due(reader, &key, &scope);
    } else if (duration_read(text_trim(entry->key), &delay.duration, &error) == STATUS_OK) {
        delay.given = true;
    } else {
        wrong(reader, entry->place, "after: {3 months: review}; an expression begins with \"=\"", "%s",
              error.message);
    }
    return delay;
}

static void read_after(struct reader *reader, uint16_t source, const struct node *node)
{
    if (!read_is_map(reader, node, "\"after\"")) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct place_of_transition of = {
            .trigger = TRIGGER_AFTER,
            .event =
                text_printf(reader->arena, "after.%.*s.%u", TEXT_ARGS(reader->states.at[source].path), i + 1),
            .delay = read_delay(reader, source, entry),
            .place = entry->place,
        };
        read_several(reader, source, &entry->value, &of);
    }
}

void read_transitions_of(struct reader *reader, uint16_t state)
{
    const struct node *node = reader->nodes.at[state];
    struct text path = reader->states.at[state].path;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct place_of_transition of = {
            .trigger = TRIGGER_ALWAYS, .event = TEXT("always"), .place = entry->place};
        if (text_is(entry->key, "on")) {
            read_on(reader, state, &entry->value);
        } else if (text_is(entry->key, "after") && state) {
            read_after(reader, state, &entry->value);
        } else if (text_is(entry->key, "always") && state) {
            read_several(reader, state, &entry->value, &of);
        } else if (text_is(entry->key, "onDone") && state) {
            of.trigger = TRIGGER_DONE;
            of.event = text_printf(reader->arena, "done.state.%.*s", TEXT_ARGS(path));
            read_several(reader, state, &entry->value, &of);
        }
    }
}

/* --- requirements --- */

static void read_override(struct reader *reader, const struct node *node, struct requirement *requirement)
{
    const struct node *override = node_get(node, "override");
    if (!override) {
        return;
    }
    requirement->override_given = true;
    requirement->never = override->kind == NODE_SCALAR && text_is(override->scalar, "never");
    if (!requirement->never) {
        requirement->override = roles_of_node(reader, override, "override");
    }
}

static void read_rule_name(struct reader *reader, const struct node *node, struct requirement *requirement)
{
    const struct definition *definition = reader->definition;
    struct text name;
    if (!read_scalar(reader, node, "rule", &name)) {
        return;
    }
    int32_t index = map_get(&definition->rules_by_name, name);
    if (index != MAP_NONE) {
        requirement->rule = (uint16_t)index;
        return;
    }
    struct text_list names = NAMES_OF(reader, definition->rules, definition->rule_count);
    const char *hint = did_you_mean(reader, name, names.at, names.count);
    wrong(reader, node->place, hint ? hint : "declare it in \"rules\"", "there is no rule \"%.*s\"",
          TEXT_ARGS(text_shown(name)));
}

static void read_requirement(struct reader *reader, const struct node *node, const struct scope *scope,
                             struct requirement *requirement)
{
    static const char *const keys[] = {"if", "else", "who", "override", "rule", NULL};
    *requirement = (struct requirement){.rule = DEFINITION_NONE, .place = node->place};
    if (!read_keys(reader, node, "a requirement", keys)) {
        return;
    }
    const struct node *rule = node_get(node, "rule"), *condition = node_get(node, "if");
    requirement->condition = read_expression(reader, node, "if", scope);
    requirement->otherwise = read_text(reader, node, "else");
    requirement->who = read_roles(reader, node, "who");
    read_override(reader, node, requirement);
    if (rule) {
        read_rule_name(reader, rule, requirement);
    }
    if (!rule == !condition && !node->torn) {
        wrong(reader, node->place, "{if: an expression, else: a sentence}, or {rule: a name}",
              rule ? "a requirement has \"if\" or \"rule\", not both"
                   : "a requirement needs \"if\" or \"rule\"");
    } else if (condition && read_misses(node, "else")) {
        wrong(reader, node->place, "else: The reason for ending is missing.",
              "a requirement needs \"else\": what the worker is told");
    }
}

const struct requirement *read_requirements(struct reader *reader, const struct node *node,
                                            const struct scope *scope, size_t *count)
{
    *count = node->kind == NODE_LIST ? node->count : 1;
    struct requirement *requirements = arena_array(reader->arena, struct requirement, *count);
    for (size_t i = 0; i < *count; i++) {
        read_requirement(reader, node->kind == NODE_LIST ? &node->elements[i] : node, scope,
                         &requirements[i]);
    }
    return requirements;
}
