/* Actions: what is done when a state is entered or left, or a transition is taken. Each is a map whose one
 * telling key says its kind; the keys beside it belong to that kind. */
#include "definition/link_kinds.h"
#include "definition/reader.h"

typedef void read_kind_of_action(struct reader *reader, const struct node *node, const struct node *value,
                                 const struct scope *scope, struct action *action);

/* --- assign --- */

static void read_assignment(struct reader *reader, const struct node_entry *entry, const struct scope *scope,
                            struct assignment *assignment)
{
    const struct field *field = field_of_name(reader, entry->key, entry->place, scope);
    if (!field) {
        return;
    }
    if (field->computed) {
        wrong(reader, entry->place, "change what it is computed from",
              "\"%.*s\" is computed, and never written", TEXT_ARGS(text_shown(entry->key)));
    }
    assignment->field = field;
    assignment->value = read_operand(reader, field, &entry->value, scope);
}

static void read_assign(struct reader *reader, const struct node *node, const struct node *value,
                        const struct scope *scope, struct action *action)
{
    (void)node;
    if (!read_is_map(reader, value, "\"assign\"")) {
        return;
    }
    struct assignment *assignments = arena_array(reader->arena, struct assignment, value->count);
    for (uint32_t i = 0; i < value->count; i++) {
        read_assignment(reader, &value->entries[i], scope, &assignments[i]);
    }
    action->assignments = assignments;
    action->assignment_count = value->count;
}

/* --- events --- */

/* `raise: NAME` with keys beside it, or `raise: {event: NAME, …}`: the map that the further keys stand in. */
static const struct node *event_keys(struct reader *reader, const struct node *node, const struct node *value,
                                     const char *const *keys, struct action *action, bool ours)
{
    bool inside = value->kind == NODE_MAP;
    const struct node *name = inside ? node_get(value, "event") : value;
    const struct node *map = inside ? value : node;
    if (inside && !read_keys(reader, value, "an event that is sent", keys)) {
        return NULL;
    }
    if (!name) {
        wrong(reader, value->place, "event: a name", "\"event\" is missing: which is it?");
    } else if (read_scalar(reader, name, "event", &action->name) && ours) {
        use_event(reader, action->name, name->place, false);
    }
    const struct node *data = node_get(map, "data");
    return data;
}

static void read_data(struct reader *reader, const struct node *data, const struct scope *scope,
                      struct action *action)
{
    if (data) {
        action->data = read_free(reader, data, scope);
    }
}

static void read_raise(struct reader *reader, const struct node *node, const struct node *value,
                       const struct scope *scope, struct action *action)
{
    static const char *const keys[] = {"event", "data", NULL};
    read_data(reader, event_keys(reader, node, value, keys, action, true), scope, action);
}

static void read_send(struct reader *reader, const struct node *node, const struct node *value,
                      const struct scope *scope, struct action *action)
{
    static const char *const keys[] = {"event", "in", "id", "data", NULL};
    read_data(reader, event_keys(reader, node, value, keys, action, true), scope, action);
    const struct node *map = value->kind == NODE_MAP ? value : node, *in = node_get(map, "in");
    action->id = read_text(reader, map, "id");
    if (in) {
        action->in = read_when_due(reader, in, scope);
    }
}

static void read_tell(struct reader *reader, const struct node *node, const struct node *value,
                      const struct scope *scope, struct action *action)
{
    static const char *const keys[] = {"to", "event", "data", NULL};
    enum link_kind link;
    if (value->kind == NODE_MAP) {
        read_data(reader, event_keys(reader, node, value, keys, action, false), scope, action);
        action->to = read_text(reader, value, "to");
    } else {
        read_scalar(reader, value, "tell", &action->to);
        action->name = read_text(reader, node, "event");
        read_data(reader, node_get(node, "data"), scope, action);
    }
    if (action->to.size == 0 || action->name.size == 0) {
        wrong(reader, value->place, "tell: {to: parent, event: a name}",
              "\"tell\" needs \"to\" and \"event\"");
    }
    int32_t index = map_get(&reader->definition->fields.by_name, action->to);
    if (index != MAP_NONE && reader->definition->fields.at[index].type != FIELD_PERSON) {
        wrong(reader, value->place, "name a field of type person, or a link", "\"%.*s\" is not a person",
              TEXT_ARGS(text_shown(action->to)));
    } else if (index == MAP_NONE && action->to.size && !link_kind_read(action->to, &link)) {
        source_warning(reader->source, value->place,
                       "name a field of type person, or a link: sibling, earlier, later, related",
                       "\"%.*s\" is neither a person nor a link: nobody is told",
                       TEXT_ARGS(text_shown(action->to)));
    }
}

/* --- the rest --- */

static void read_name(struct reader *reader, const struct node *node, const struct node *value,
                      const struct scope *scope, struct action *action)
{
    read_scalar(reader, value, action->kind == ACTION_CANCEL ? "cancel" : "call", &action->name);
    read_data(reader, node_get(node, "data"), scope, action);
}

static void read_notify(struct reader *reader, const struct node *node, const struct node *value,
                        const struct scope *scope, struct action *action)
{
    (void)node;
    const struct definition *definition = reader->definition;
    if (!read_scalar(reader, value, "notify", &action->name)) {
        return;
    }
    int32_t index = map_get(&definition->messages_by_name, action->name);
    if (index == MAP_NONE) {
        struct text_list names = NAMES_OF(reader, definition->messages, definition->message_count);
        const char *hint = did_you_mean(reader, action->name, names.at, names.count);
        wrong(reader, value->place, hint ? hint : "declare it in \"messages\"",
              "there is no message \"%.*s\"", TEXT_ARGS(text_shown(action->name)));
        return;
    }
    struct message_use *use = &reader->message_uses[index];
    use->mixed |= use->used && use->each != scope->each;
    use->used = true;
    use->each = use->mixed ? NULL : scope->each;
    action->message = &definition->messages[index];
}

static void read_log(struct reader *reader, const struct node *node, const struct node *value,
                     const struct scope *scope, struct action *action)
{
    (void)value;
    action->text = read_template(reader, node, "log", scope);
}

static void read_if(struct reader *reader, const struct node *node, const struct node *value,
                    const struct scope *scope, struct action *action)
{
    (void)value;
    const struct node *then = node_get(node, "then"), *otherwise = node_get(node, "else");
    action->condition = read_expression(reader, node, "if", scope);
    if (then) {
        action->then = read_block(reader, then, scope);
    }
    if (otherwise) {
        action->otherwise = read_block(reader, otherwise, scope);
    }
    if (!then && !otherwise && !node->torn) {
        wrong(reader, node->place, "{if: an expression, then: [actions]}",
              "\"if\" does nothing: \"then\" is missing");
    }
}

static const struct kind_of_action {
    const char *name;
    enum action_kind kind;
    read_kind_of_action *read;
    const char *keys[6];
} kinds[] = {
    {"assign", ACTION_ASSIGN, read_assign, {"assign"}},
    {"raise", ACTION_RAISE, read_raise, {"raise", "data"}},
    {"send", ACTION_SEND, read_send, {"send", "in", "id", "data"}},
    {"cancel", ACTION_CANCEL, read_name, {"cancel"}},
    {"notify", ACTION_NOTIFY, read_notify, {"notify"}},
    {"tell", ACTION_TELL, read_tell, {"tell", "event", "data"}},
    {"call", ACTION_CALL, read_name, {"call", "data"}},
    {"log", ACTION_LOG, read_log, {"log"}},
    {"if", ACTION_IF, read_if, {"if", "then", "else"}},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static const struct kind_of_action *kind_of(const struct node *node)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (node_get(node, kinds[i].name)) {
            return &kinds[i];
        }
    }
    return NULL;
}

static void unknown_action(struct reader *reader, const struct node *node)
{
    struct text names[KIND_COUNT];
    for (size_t i = 0; i < KIND_COUNT; i++) {
        names[i] = text_of(kinds[i].name);
    }
    bool has = node->kind == NODE_MAP && node->count > 0;
    const char *hint = has ? did_you_mean(reader, node->entries[0].key, names, KIND_COUNT) : NULL;
    hint = hint ? hint : "it is assign, raise, send, cancel, notify, tell, call, log or if";
    if (has) {
        wrong(reader, node->entries[0].place, hint, "there is no action \"%.*s\"",
              TEXT_ARGS(text_shown(node->entries[0].key)));
    } else {
        wrong(reader, node->place, hint, "an action is a map, like {notify: new-referral}");
    }
}

static void read_action(struct reader *reader, const struct node *node, const struct scope *scope,
                        struct action *action)
{
    *action = (struct action){.kind = ACTION_LOG, .place = node->place};
    const struct kind_of_action *kind = kind_of(node);
    if (!kind) {
        if (!node->torn || node->count) {
            unknown_action(reader, node);
        }
        return;
    }
    action->kind = kind->kind;
    const char *what = arena_printf(reader->arena, "the action \"%s\"", kind->name);
    read_keys(reader, node, what, kind->keys);
    kind->read(reader, node, node_get(node, kind->name), scope, action);
}

struct block read_block(struct reader *reader, const struct node *node, const struct scope *scope)
{
    size_t count = node->kind == NODE_LIST ? node->count : 1;
    struct action *actions = arena_array(reader->arena, struct action, count);
    for (size_t i = 0; i < count; i++) {
        read_action(reader, node->kind == NODE_LIST ? &node->elements[i] : node, scope, &actions[i]);
    }
    return (struct block){actions, count};
}
