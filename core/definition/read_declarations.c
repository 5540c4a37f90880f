/* What a workflow declares by name beside its fields and forms: roles, rules, events, milestones. */
#include "definition/link_kinds.h"
#include "definition/reader.h"

#define ARRAY(reader, type, count) arena_array((reader)->arena, type, count)

/* --- roles --- */

static void include(struct reader *reader, struct role *roles, const struct node *node, size_t index)
{
    roles[index].includes = (role_set)1 << index;
    if (node->kind == NODE_SCALAR) {
        read_scalar(reader, node, "a role's title", &roles[index].title);
        return;
    }
    static const char *const keys[] = {"title", "includes", NULL};
    if (read_keys(reader, node, "a role", keys)) {
        roles[index].title = read_title(reader, node, roles[index].name);
        roles[index].includes |= read_roles(reader, node, "includes");
    }
}

/* What is included includes too, until nothing is added. */
static void close_over(struct role *roles, size_t count)
{
    for (bool added = true; added;) {
        added = false;
        for (size_t i = 0; i < count; i++) {
            role_set all = roles[i].includes;
            for (size_t j = 0; j < count; j++) {
                all |= all >> j & 1 ? roles[j].includes : 0;
            }
            added |= all != roles[i].includes;
            roles[i].includes = all;
        }
    }
}

static void check_circles(struct reader *reader, const struct role *roles, const struct node *node)
{
    for (size_t i = 0; i < reader->definition->role_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if ((roles[i].includes >> j & 1) && (roles[j].includes >> i & 1)) {
                wrong(reader, node->entries[i].place, "of two roles one may include the other",
                      "\"%.*s\" and \"%.*s\" include each other", TEXT_ARGS(text_shown(roles[i].name)),
                      TEXT_ARGS(text_shown(roles[j].name)));
            }
        }
    }
}

void read_role_declarations(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node *node = node_get(reader->root, "roles");
    if (!node || !read_is_map(reader, node, "\"roles\"")) {
        return;
    }
    size_t count = node->count;
    if (count > DEFINITION_ROLE_LIMIT) {
        wrong(reader, node->entries[DEFINITION_ROLE_LIMIT].place, NULL, "there are more than %d roles",
              DEFINITION_ROLE_LIMIT);
        count = DEFINITION_ROLE_LIMIT;
    }
    struct role *roles = ARRAY(reader, struct role, count);
    definition->roles = roles;
    definition->role_count = count;
    for (size_t i = 0; i < count; i++) {
        roles[i].name = roles[i].title = node->entries[i].key;
        check_word(reader, roles[i].name, node->entries[i].place, "a role");
        map_add(reader->arena, &definition->roles_by_name, roles[i].name, (int32_t)i);
    }
    for (size_t i = 0; i < count; i++) {
        include(reader, roles, &node->entries[i].value, i);
    }
    close_over(roles, count);
    check_circles(reader, roles, node);
}

/* --- rules --- */

static const char *const gives_words[] = {"yes/no", "duration", "number", "text", "date", NULL};

/* The default is held to what the rule gives by reading it as a field of that type. */
static struct operand rule_default(struct reader *reader, const struct rule_declaration *rule,
                                   const struct node *node)
{
    static const enum field_type types[] = {FIELD_YES_NO, FIELD_TEXT, FIELD_NUMBER, FIELD_TEXT, FIELD_DATE};
    struct field like = {.name = rule->name, .type = types[rule->gives]};
    struct scope scope = {0};
    struct duration duration;
    struct error error;
    struct operand operand = read_operand(reader, &like, node, &scope);
    if (rule->gives == GIVES_DURATION && operand.literal &&
        duration_read(json_text(operand.literal), &duration, &error) != STATUS_OK) {
        wrong(reader, node->place, NULL, "%s", error.message);
    }
    return operand;
}

static void read_rule(struct reader *reader, const struct node_entry *entry, struct rule_declaration *rule)
{
    static const char *const keys[] = {"title", "about", "gives", "default", NULL};
    const struct node *node = &entry->value, *otherwise;
    *rule = (struct rule_declaration){.name = entry->key, .title = entry->key, .place = entry->place};
    check_lua_name(reader, entry->key, entry->place, "a rule");
    if (!read_keys(reader, node, "a rule", keys)) {
        return;
    }
    rule->title = read_title(reader, node, entry->key);
    rule->about = read_text(reader, node, "about");
    int gives = read_choice(reader, node, "gives", gives_words);
    if (read_misses(node, "gives")) {
        wrong(reader, entry->place, "gives: yes/no, duration, number, text or date",
              "the rule \"%.*s\" does not say what it gives", TEXT_ARGS(text_shown(entry->key)));
    }
    rule->gives = gives < 0 ? GIVES_YES_NO : (enum rule_gives)gives;
    if ((otherwise = node_get(node, "default")) && gives >= 0) {
        rule->otherwise = rule_default(reader, rule, otherwise);
    }
}

void read_rule_declarations(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node *node = node_get(reader->root, "rules");
    if (!node || !read_is_map(reader, node, "\"rules\"") ||
        !read_is_few(reader, node, "\"rules\"", DEFINITION_NONE - 1)) {
        return;
    }
    struct rule_declaration *rules = ARRAY(reader, struct rule_declaration, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        read_rule(reader, &node->entries[i], &rules[i]);
        map_add(reader->arena, &definition->rules_by_name, rules[i].name, (int32_t)i);
    }
    definition->rules = rules;
    definition->rule_count = node->count;
}

/* --- events --- */

/* What another record tells asks nothing. An event that a workflow has for its own ends under the name of one
 * of the engine's is told from it by what it does not name. */
static void check_form_of_link(struct reader *reader, struct text event, struct place place,
                               const struct form *form)
{
    if (link_event_is_told(event)) {
        wrong(reader, place, "leave the form out; title, about and roles may stand",
              "\"%.*s\" asks nothing: another record tells it", TEXT_ARGS(text_shown(event)));
    }
    for (size_t i = 0; form && link_event_is(event) && i < form->count; i++) {
        struct text name = form->fields[i].field->name;
        if (text_is(name, "to") || text_is(name, "into")) {
            wrong(reader, place, "give that field another name",
                  "\"%.*s\" with \"%.*s\" is the engine's own, which has no form",
                  TEXT_ARGS(text_shown(event)), TEXT_ARGS(name));
        }
    }
}

static void read_event(struct reader *reader, const struct node_entry *entry, struct event_declaration *event)
{
    static const char *const keys[] = {"title", "about", "form", "roles", NULL};
    const struct node *node = &entry->value, *form;
    *event = (struct event_declaration){.name = entry->key, .title = entry->key, .place = entry->place};
    use_event(reader, entry->key, entry->place, false);
    if (!read_keys(reader, node, "an event", keys)) {
        return;
    }
    event->title = read_title(reader, node, entry->key);
    event->about = read_text(reader, node, "about");
    event->roles = read_roles(reader, node, "roles");
    if ((form = node_get(node, "form"))) {
        event->form = form_of_node(reader, form);
        check_form_of_link(reader, entry->key, form->place, event->form);
    }
}

void read_event_declarations(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node *node = node_get(reader->root, "events");
    if (!node || !read_is_map(reader, node, "\"events\"") ||
        !read_is_few(reader, node, "\"events\"", DEFINITION_EVENT_LIMIT)) {
        return;
    }
    struct event_declaration *events = ARRAY(reader, struct event_declaration, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        map_add(reader->arena, &definition->events_by_name, node->entries[i].key, (int32_t)i);
        read_event(reader, &node->entries[i], &events[i]);
    }
    definition->events = events;
    definition->event_count = node->count;
    definition->events_closed = true;
}

/* --- milestones --- */

void read_milestones(struct reader *reader, const struct node *node, uint16_t state,
                     const struct scope *scope)
{
    static const char *const keys[] = {"title", "when", NULL};
    if (!node || !read_is_map(reader, node, "\"milestones\"")) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        struct milestone milestone = {
            .name = entry->key, .title = entry->key, .state = state, .place = entry->place};
        int32_t index = (int32_t)reader->milestones.count;
        check_word(reader, entry->key, entry->place, "a milestone");
        if (!map_add(reader->arena, &reader->definition->milestones_by_name, entry->key, index)) {
            wrong(reader, entry->place, "give it another name", "there is a milestone \"%.*s\" already",
                  TEXT_ARGS(text_shown(entry->key)));
            continue;
        }
        if (read_keys(reader, &entry->value, "a milestone", keys)) {
            milestone.title = read_title(reader, &entry->value, entry->key);
            milestone.when = read_expression(reader, &entry->value, "when", scope);
            if (read_misses(&entry->value, "when")) {
                wrong(reader, entry->place, "say when: an expression",
                      "the milestone \"%.*s\" has no \"when\"", TEXT_ARGS(text_shown(entry->key)));
            }
        }
        vector_push(reader->arena, &reader->milestones, milestone);
    }
}
