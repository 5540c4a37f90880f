/* What of the past must stay with a case, because something of the workflow asks for it. The journal keeps
 * everything; a case's own document only this, so that every event reads and writes little. */
#include "definition/reader.h"

static bool is_meant(struct text name, struct text asked)
{
    return asked.size == 0 || text_equal(name, asked); /* a computed argument may mean any */
}

static void remember_state(struct reader *reader, const struct read *read)
{
    for (size_t i = 0; text_is(read->function, "entered") && i < reader->states.count; i++) {
        reader->states.at[i].remembered |= is_meant(reader->states.at[i].path, read->name);
    }
}

static void remember_task(struct reader *reader, struct text name)
{
    for (size_t i = 0; i < reader->tasks.count; i++) {
        reader->tasks.at[i].remembered |= is_meant(reader->tasks.at[i].name, name);
    }
}

static void remember_form(struct reader *reader, const struct read *read)
{
    for (size_t i = 0; i < reader->definition->form_count; i++) {
        reader->forms[i].remembered |= is_meant(reader->forms[i].name, read->name);
    }
}

static void remember_read(struct reader *reader, const struct read *read)
{
    switch (read->kind) {
    case READ_STATE:
        remember_state(reader, read);
        break;
    case READ_TASK:
        remember_task(reader, read->name);
        break;
    case READ_ANSWERS:
        remember_form(reader, read);
        break;
    default:
        break;
    }
}

void remember_what_is_asked(struct reader *reader)
{
    for (size_t i = 0; i < reader->expressions.count; i++) {
        const struct expression *expression = reader->expressions.at[i].expression;
        for (size_t r = 0; r < expression->read_count; r++) {
            remember_read(reader, &expression->reads[r]);
        }
    }
    for (size_t i = 0; i < reader->tasks.count; i++) {
        struct task *task = &reader->tasks.at[i];
        task->remembered |= task->limit > 0 || task->when != NULL; /* so often, and not again in this stay */
        if (task->not_by.size) {
            remember_task(reader, task->not_by);
        }
        if (task->same_as.size) {
            remember_task(reader, task->same_as);
        }
    }
}
