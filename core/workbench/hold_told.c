/* What a step states of messages, of the journal, of what is not there, and of what can be done next. */
#include "workbench/holding.h"

#include "engine/explain.h"

static bool is_yes(struct text said)
{
    return text_is(said, "yes") || text_is(said, "true");
}

static bool contains(struct text text, struct text part)
{
    for (size_t i = 0; i + part.size <= text.size; i++) {
        if (text_equal(text_part(text, i, part.size), part)) {
            return true;
        }
    }
    return false;
}

/* --- messages ---------------------------------------------------------------------------- */

static bool has_role(struct text roles, struct text role)
{
    struct text name;
    while (roles.size && text_split(&roles, ' ', &name)) {
        if (text_equal(name, role)) {
            return true;
        }
    }
    return false;
}

/* To a role, or to a person: by reference, by name, or by the field that the message goes to. */
static bool goes_to(struct holding *holding, const struct json *message, struct text said)
{
    const struct definition *definition = holding->stands.subject.definition;
    struct text person = json_get_text(message, "person");
    int32_t index = map_get(&definition->messages_by_name, json_get_text(message, "message"));
    const struct field *field = index == MAP_NONE ? NULL : definition->messages[index].person;
    return has_role(json_get_text(message, "roles"), said) ||
           (person.size && (text_equal(person, play_reference(holding->play, said)) ||
                            (field && text_equal(field->name, said))));
}

static bool message_part_is(struct holding *holding, const struct json *message, struct text key,
                            struct text said)
{
    if (text_is(key, "to") || text_is(key, "person")) {
        return goes_to(holding, message, said);
    }
    if (text_is(key, "urgent")) {
        return json_get_boolean(message, "urgent", false) == is_yes(said);
    }
    if (text_is(key, "at")) {
        return instant_is(holding->play, json_get_integer(message, "at", INSTANT_NONE), said);
    }
    struct text stood = json_text(json_get(message, key));
    return text_is(key, "text") ? contains(stood, said) : text_equal(stood, said);
}

static bool message_is(struct holding *holding, const struct json *message, const struct node *wanted)
{
    if (wanted->kind == NODE_SCALAR) {
        return text_equal(json_get_text(message, "message"), text_trim(wanted->scalar));
    }
    for (uint32_t i = 0; i < wanted->count; i++) {
        if (!message_part_is(holding, message, wanted->entries[i].key,
                             text_trim(wanted->entries[i].value.scalar))) {
            return false;
        }
    }
    return true;
}

/* The name of the message that WANTED speaks of; empty where it says none. */
static struct text name_of(const struct node *wanted)
{
    const struct node *name = wanted->kind == NODE_MAP ? node_get(wanted, "message") : wanted;
    return name ? text_trim(name->scalar) : (struct text){0};
}

/* The messages of this step: their names, or those parts of them that WANTED (a map) speaks of. */
static struct text messages_shown(struct holding *holding, const struct node *wanted)
{
    struct play *play = holding->play;
    struct json list = json_array();
    for (uint32_t i = 0; i < holding->messages.count; i++) {
        const struct json *message = &holding->messages.elements[i];
        struct json one = json_string(json_get_text(message, "message"));
        if (wanted->kind == NODE_MAP) {
            one = json_object();
            json_set(play->arena, &one, TEXT("message"), json_string(json_get_text(message, "message")));
        }
        for (uint32_t k = 0; wanted->kind == NODE_MAP && k < wanted->count; k++) {
            struct text key = wanted->entries[k].key;
            const struct json *part = json_get(message, key);
            if (text_is(key, "to")) {
                part = json_member_of(message, json_member_of(message, "person") ? "person" : "roles");
            }
            json_set(play->arena, &one, key, part ? *part : json_null());
        }
        json_append(play->arena, &list, one);
    }
    return list.count ? value_shown(play, &list) : TEXT("nothing was sent");
}

static struct text no_message(struct holding *holding, const struct node *wanted)
{
    const struct definition *definition = holding->has_case ? holding->stands.subject.definition : NULL;
    struct text name = name_of(wanted);
    if (!definition || name.size == 0 || map_get(&definition->messages_by_name, name) != MAP_NONE) {
        return messages_shown(holding, wanted);
    }
    struct text *names = arena_array(holding->play->arena, struct text, definition->message_count);
    for (size_t i = 0; i < definition->message_count; i++) {
        names[i] = definition->messages[i].name;
    }
    return holding_unknown(holding, "message", name, names, definition->message_count);
}

/* Sent more often than it is listed: what no statement has claimed, of a message that one names. */
static void hold_none_over(struct holding *holding, const struct node *node, const bool *claimed,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct node *wanted = node_text_at(node, i);
        struct text name = name_of(wanted);
        bool told = name.size == 0;
        for (size_t k = 0; k < i; k++) {
            told = told || text_equal(name_of(node_text_at(node, k)), name);
        }
        for (uint32_t m = 0; m < holding->messages.count && !told; m++) {
            if (!claimed[m] && text_equal(json_get_text(&holding->messages.elements[m], "message"), name)) {
                told = true;
                holding_differs(
                    holding, wanted, "messages", (struct text){0},
                    text_printf(holding->play->arena, "%.*s as often as it is listed", TEXT_ARGS(name)),
                    messages_shown(holding, wanted));
            }
        }
    }
}

void hold_messages(struct holding *holding, const struct node *node)
{
    size_t count = node->kind == NODE_MAP ? 1 : node_is_none(node) ? 0 : node_texts(node);
    bool *claimed = arena_array(holding->play->arena, bool, holding->messages.count + 1);
    if (count == 0 && holding->messages.count) {
        holding_differs(holding, node, "messages", (struct text){0}, TEXT("none"),
                        messages_shown(holding, node));
    }
    for (size_t i = 0; i < count; i++) {
        const struct node *wanted = node_text_at(node, i);
        uint32_t found = 0;
        while (found < holding->messages.count &&
               (claimed[found] || !message_is(holding, &holding->messages.elements[found], wanted))) {
            found++;
        }
        if (found < holding->messages.count) {
            claimed[found] = true;
        } else {
            holding_differs(holding, wanted, "messages", (struct text){0}, node_shown(holding->play, wanted),
                            no_message(holding, wanted));
        }
    }
    hold_none_over(holding, node, claimed, count);
}

/* --- the journal ----------------------------------------------------------------------------- */

/* The messages that ENTRY stopped, or named as gone already: an array of names. */
static struct json messages_of(struct holding *holding, const struct past_entry *entry, struct text key)
{
    struct json names = json_array();
    const struct json *notes = json_member_of(&entry->content, "notes");
    const struct json *stopped = json_member_of(notes, "stopped");
    const struct json *gone = json_member_of(json_member_of(notes, "follows"), "messages");
    if (text_is(key, "gone")) {
        return gone ? *gone : names;
    }
    for (uint32_t i = 0; stopped && i < stopped->count; i++) {
        struct text name = json_get_text(&stopped->elements[i], "message");
        json_append(holding->play->arena, &names, json_string(name));
    }
    return names;
}

static bool names_message(struct holding *holding, const struct past_entry *entry, struct text key,
                          struct text said)
{
    struct json names = messages_of(holding, entry, key);
    for (uint32_t i = 0; i < names.count; i++) {
        if (text_equal(json_text(&names.elements[i]), said)) {
            return true;
        }
    }
    return names.count == 0 && text_is(said, "none");
}

static bool is_about_messages(struct text key)
{
    return text_is(key, "stopped") || text_is(key, "gone");
}

static bool entry_is(struct holding *holding, const struct past_entry *entry, const struct node *wanted)
{
    const struct json *command = json_member_of(&entry->content, "command");
    if (wanted->kind == NODE_SCALAR) {
        return text_equal(json_get_text(command, "event"), text_trim(wanted->scalar));
    }
    for (uint32_t i = 0; i < wanted->count; i++) {
        struct text key = wanted->entries[i].key, said = text_trim(wanted->entries[i].value.scalar);
        bool holds = text_is(key, "at")         ? instant_is(holding->play, entry->happened, said)
                     : text_is(key, "recorded") ? instant_is(holding->play, entry->recorded, said)
                     : text_is(key, "stands")   ? is_yes(said) == entry->stands
                     : is_about_messages(key)   ? names_message(holding, entry, key, said)
                     : text_is(key, "role")     ? has_role(json_get_text(command, "role"), said)
                                                : text_equal(json_text(json_get(command, key)), said);
        if (!holds) {
            return false;
        }
    }
    return true;
}

/* The events from entry FROM on; those parts of them that WANTED (a map) speaks of. */
static struct text events_shown(struct holding *holding, const struct past *past, size_t from,
                                const struct node *wanted)
{
    struct play *play = holding->play;
    struct json list = json_array();
    for (size_t i = from; i < past->entries.count; i++) {
        const struct past_entry *entry = &past->entries.at[i];
        const struct json *command = json_member_of(&entry->content, "command");
        struct json one = json_string(json_get_text(command, "event"));
        if (wanted->kind == NODE_MAP) {
            one = json_object();
            json_set(play->arena, &one, TEXT("event"), json_string(json_get_text(command, "event")));
        }
        for (uint32_t k = 0; wanted->kind == NODE_MAP && k < wanted->count; k++) {
            struct text key = wanted->entries[k].key;
            const struct json *part = json_get(command, key);
            struct json shown = part ? *part : json_null();
            if (text_is(key, "at") || text_is(key, "recorded")) {
                shown =
                    json_string(instant_shown(play, text_is(key, "at") ? entry->happened : entry->recorded));
            }
            if (text_is(key, "stands")) {
                shown = json_string(entry->stands ? TEXT("yes") : TEXT("no"));
            } else if (is_about_messages(key)) {
                shown = messages_of(holding, entry, key);
            }
            json_set(play->arena, &one, key, shown);
        }
        json_append(play->arena, &list, one);
    }
    return value_shown(play, &list);
}

void hold_history(struct holding *holding, const struct node *node)
{
    const struct past *past = holding_past(holding);
    size_t count = node->kind == NODE_MAP ? 1 : node_texts(node), at = 0;
    for (size_t i = 0; past && i < count; i++) {
        const struct node *wanted = node_text_at(node, i);
        size_t found = at;
        while (found < past->entries.count && !entry_is(holding, &past->entries.at[found], wanted)) {
            found++;
        }
        if (found == past->entries.count) {
            holding_differs(holding, wanted, "history", (struct text){0}, node_shown(holding->play, wanted),
                            events_shown(holding, past, at, wanted));
        } else {
            at = found + 1;
        }
    }
}

/* --- what can be done next ----------------------------------------------------------------------- */

static role_set roles_of_actor(const struct holding *holding)
{
    role_set roles = 0;
    struct text rest = holding->acting->roles, name;
    while (rest.size && text_split(&rest, ' ', &name)) {
        roles |= definition_role(holding->stands.subject.definition, name);
    }
    return holding->acting->all_roles ? ~(role_set)0 : roles;
}

static const struct json *explained_of(const struct holding *holding, const struct json *list,
                                       struct text event)
{
    const struct node *of = node_get(holding->step->node, "of");
    for (uint32_t i = 0; i < list->count; i++) {
        const struct json *one = &list->elements[i];
        struct text strand = json_get_text(one, "of");
        if (text_equal(json_get_text(one, "event"), event) &&
            (!of || strand.size == 0 || text_equal(strand, text_trim(of->scalar)))) {
            return one;
        }
    }
    return NULL;
}

static void hold_when(struct holding *holding, const struct node *node, struct text event,
                      const struct json *unmet)
{
    struct play *play = holding->play;
    struct text said = text_trim(node->scalar), stood = TEXT("none");
    bool holds = text_is(said, "none");
    for (uint32_t i = 0; unmet && i < unmet->count; i++) {
        struct moment when =
            moment_read(play->options->world->zone, json_get_text(&unmet->elements[i], "when"));
        if (when.kind != MOMENT_NONE) {
            holds = (holds && !text_is(said, "none")) || moment_is(play, when, said);
            stood = moment_shown(play, when);
        }
    }
    if (!holds) {
        const char *part = arena_printf(play->arena, "explain.%.*s", TEXT_ARGS(event));
        holding_differs(holding, node, part, TEXT("when"), said, stood);
    }
}

static void hold_explained_group(struct holding *holding, const struct node *node, struct text event,
                                 const struct json *explained)
{
    const struct node *who = node_get(node, "who"), *when = node_get(node, "when");
    const struct node *outcome = node_get(node, "outcome"), *unmet = node_get(node, "unmet");
    const struct json *told = json_member_of(explained, "unmet");
    struct play *play = holding->play;
    if (outcome && !text_equal(text_trim(outcome->scalar), json_get_text(explained, "outcome"))) {
        holding_differs(holding, outcome, "explain", event, text_trim(outcome->scalar),
                        outcome_shown(holding, explained));
    }
    if (unmet) {
        hold_unmet_list(holding, unmet, "explain", event, told);
    }
    if (when) {
        hold_when(holding, when, event, told);
    }
    if (who && !text_equal(text_trim(who->scalar), json_get_text(explained, "who"))) {
        const char *part = arena_printf(play->arena, "explain.%.*s", TEXT_ARGS(event));
        holding_differs(holding, who, part, TEXT("who"), text_trim(who->scalar),
                        value_shown(play, json_member_of(explained, "who")));
    }
}

void hold_explain(struct holding *holding, const struct node *node)
{
    struct play *play = holding->play;
    const struct subject *subject = &holding->stands.subject;
    struct explain_request request = {
        .actor = holding->acting->actor, .roles = roles_of_actor(holding), .now = play->trial.clock.at};
    const struct explanation *explanation =
        explain_build(play->arena, play->options->world, subject, &request, &play->options->rules);
    struct json list = explanation_json(play->arena, subject, explanation);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        const struct json *explained = explained_of(holding, &list, entry->key);
        if (!explained) {
            holding_differs(holding, &entry->value, "explain", entry->key, node_shown(play, &entry->value),
                            TEXT("there is no such event; an act on a task is there while it is open"));
        } else if (entry->value.kind == NODE_MAP) {
            hold_explained_group(holding, &entry->value, entry->key, explained);
        } else if (!text_equal(text_trim(entry->value.scalar), json_get_text(explained, "outcome"))) {
            holding_differs(holding, &entry->value, "explain", entry->key, text_trim(entry->value.scalar),
                            outcome_shown(holding, explained));
        }
    }
}
