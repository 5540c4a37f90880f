/* What is read where it should not be: a field as a condition that is no yes or no; a milestone in its own
 * `when`; in a message what nobody outside the case should read. */
#include "definition/reader.h"

/* --- conditions --- */

/* True when READ is all that EXPRESSION is. */
static bool is_whole(const struct expression *expression, const struct read *read)
{
    return read->start == 0 && read->size == expression->source.size;
}

static const char *words_of_type(enum field_type type)
{
    switch (type) {
    case FIELD_NUMBER:
        return "a number";
    case FIELD_MONEY:
        return "an amount";
    case FIELD_YES_NO:
    case FIELD_DATE:
        return NULL;
    case FIELD_CHOICES:
    case FIELD_LIST:
        return "a list";
    default:
        return "a text";
    }
}

static void warn_of_condition(struct reader *reader, const struct pending_expression *pending)
{
    const struct expression *expression = pending->expression;
    const struct read *read = expression->read_count ? &expression->reads[0] : NULL;
    if (!pending->condition || !read || !is_whole(expression, read)) {
        return;
    }
    const struct field *field = field_of_read(reader, read, &pending->scope);
    const char *words = field ? words_of_type(field->type) : NULL;
    if (words) {
        source_warning(reader->source, read->place, "compare it; ~= nil asks whether it is there",
                       "\"%.*s\" is %s, and a condition is yes or no", TEXT_ARGS(text_shown(field->name)),
                       words);
    }
}

/* --- milestones --- */

static void warn_of_milestone(struct reader *reader, const struct milestone *milestone)
{
    for (size_t i = 0; milestone->when && i < milestone->when->read_count; i++) {
        const struct read *read = &milestone->when->reads[i];
        if (read->kind == READ_MILESTONE && text_equal(read->name, milestone->name)) {
            source_warning(
                reader->source, read->place, "a milestone that was reached is never lost: leave it out",
                "\"%.*s\" asks whether it is reached itself", TEXT_ARGS(text_shown(milestone->name)));
        }
    }
}

/* --- messages --- */

static void warn_of_text(struct reader *reader, const struct message *message, size_t index,
                         const struct template *template)
{
    struct scope scope = {.each = reader->message_uses[index].each};
    for (size_t i = 0; i < template->count; i++) {
        const struct expression *expression = template->parts[i].expression;
        for (size_t r = 0; expression && r < expression->read_count; r++) {
            const struct read *read = &expression->reads[r];
            const struct field *field = field_of_read(reader, read, &scope);
            if (field && (field->sensitive || (field->identifying && !message->client))) {
                source_warning(reader->source, read->place,
                               "a reference and a link are enough: ((case.reference)) ((case.link))",
                               "\"%.*s\" is %s, and messages leave the house",
                               TEXT_ARGS(text_shown(field->name)),
                               field->sensitive ? "sensitive" : "identifying");
            }
        }
    }
}

static void warn_of_message(struct reader *reader, const struct message *message, size_t index)
{
    warn_of_text(reader, message, index, &message->subject);
    warn_of_text(reader, message, index, &message->text);
    if (message->client && !message->only_while) {
        source_warning(reader->source, message->place,
                       "while: an expression, asked again at the moment when it is sent",
                       "\"%.*s\" goes to a person of the case, whatever has happened since",
                       TEXT_ARGS(text_shown(message->name)));
    }
}

void warn_of_reads(struct reader *reader)
{
    const struct definition *definition = reader->definition;
    vector_each(struct pending_expression, pending, &reader->expressions)
    {
        warn_of_condition(reader, pending);
    }
    for (size_t i = 0; i < definition->milestone_count; i++) {
        warn_of_milestone(reader, &definition->milestones[i]);
    }
    for (size_t i = 0; i < definition->message_count; i++) {
        warn_of_message(reader, &definition->messages[i], i);
    }
}
