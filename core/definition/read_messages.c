/* Messages: to staff by their role, to a person only where the workflow says `client: true`. They are read
 * before the states, whose actions name them; what `item` means in one is known when every notify has been
 * read. */
#include "definition/reader.h"

static void read_to(struct reader *reader, const struct node_entry *entry, struct message *message)
{
    const struct node *to = node_get(&entry->value, "to");
    const struct field *field = NULL;
    if (!to && entry->value.torn) {
        return;
    }
    if (!to) {
        wrong(reader, entry->place, "to: a role, or a person's field with client: true",
              "the message \"%.*s\" goes to nobody", TEXT_ARGS(text_shown(entry->key)));
        return;
    }
    if (to->kind == NODE_SCALAR) {
        field = definition_field(reader->definition, text_trim(to->scalar));
    }
    if (message->client && !field) {
        wrong(reader, to->place, "name a field of type person",
              "a message with client: true goes to a person");
    } else if (field && (message->client || definition_role(reader->definition, field->name) == 0)) {
        message->person = field;
        if (field->type != FIELD_PERSON) {
            wrong(reader, to->place, "name a field of type person", "\"%.*s\" is not a person",
                  TEXT_ARGS(text_shown(field->name)));
        } else if (!message->client) {
            wrong(reader, to->place, "say client: true if that is meant",
                  "\"%.*s\" is a person of the case, and messages go to staff",
                  TEXT_ARGS(text_shown(field->name)));
        }
    } else {
        message->to = roles_of_node(reader, to, "to");
    }
}

static void read_message(struct reader *reader, const struct node_entry *entry, const struct message_use *use,
                         struct message *message)
{
    static const char *const keys[] = {"title", "to",    "channel", "client", "subject",
                                       "text",  "while", "at",      "urgent", NULL};
    const struct node *node = &entry->value, *at;
    struct scope scope = {.each_later = &use->each};
    *message = (struct message){.name = entry->key, .title = entry->key, .place = entry->place};
    check_word(reader, entry->key, entry->place, "a message");
    if (!read_keys(reader, node, "a message", keys)) {
        return;
    }
    message->title = read_title(reader, node, entry->key);
    message->channel = read_text(reader, node, "channel");
    message->client = read_flag(reader, node, "client", false);
    message->urgent = read_flag(reader, node, "urgent", false);
    read_to(reader, entry, message);
    message->subject = read_template(reader, node, "subject", &scope);
    message->text = read_template(reader, node, "text", &scope);
    message->only_while = read_expression(reader, node, "while", &scope);
    if ((at = node_get(node, "at"))) {
        message->at = read_free(reader, at, &scope);
    }
    if (read_misses(node, "text")) {
        wrong(reader, entry->place, "text: what it says", "the message \"%.*s\" has no \"text\"",
              TEXT_ARGS(text_shown(entry->key)));
    }
}

void read_messages(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node *node = node_get(reader->root, "messages");
    if (!node || !read_is_map(reader, node, "\"messages\"")) {
        return;
    }
    struct message *messages = arena_array(reader->arena, struct message, node->count);
    reader->message_uses = arena_array(reader->arena, struct message_use, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        read_message(reader, &node->entries[i], &reader->message_uses[i], &messages[i]);
        map_add(reader->arena, &definition->messages_by_name, messages[i].name, (int32_t)i);
    }
    definition->messages = messages;
    definition->message_count = node->count;
}
