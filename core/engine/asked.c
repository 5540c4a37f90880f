/* See asked.h. */
#include "engine/asked.h"

#include "engine/planning.h"

#include <inttypes.h>

static bool form_asks(const struct form *form, struct text name)
{
    for (size_t i = 0; i < form->count; i++) {
        if (text_equal(form->fields[i].field->name, name)) {
            return true;
        }
    }
    return false;
}

struct asking {
    struct text name;
    bool has_form, asks;
};

static void ask(struct asking *asking, const struct form *form)
{
    asking->has_form = asking->has_form || form;
    asking->asks = asking->asks || (form && form_asks(form, asking->name));
}

static void ask_task(struct asking *asking, const struct task *task, struct text verb)
{
    for (size_t i = 0; text_is(verb, "done") && i < task->form_count; i++) {
        ask(asking, task->forms[i]);
    }
    asking->asks = asking->asks || text_is(asking->name, "reason") || text_is(asking->name, "worker");
}

bool event_asks(const struct definition *definition, struct text event, struct text name)
{
    struct asking asking = {.name = name};
    const struct event_declaration *declared = definition_event(definition, event);
    const struct task *task;
    struct text verb;
    if (task_act_read(definition, event, &task, &verb)) {
        ask_task(&asking, task, verb);
    }
    ask(&asking, declared ? declared->form : NULL);
    for (size_t i = 0; i < definition->transition_count; i++) {
        const struct transition *transition = &definition->transitions[i];
        if (transition->form && event_matches(transition->event, event)) {
            ask(&asking, transition->form);
        }
    }
    return asking.asks || !asking.has_form;
}

const struct task *event_task(const struct definition *definition, struct text event)
{
    const struct task *task;
    struct text verb;
    return task_act_read(definition, event, &task, &verb) ? task : NULL;
}

bool event_item(struct arena *arena, const struct subject *subject, struct text *of, uint32_t *item)
{
    int64_t number;
    size_t slash = text_find(*of, '/');
    const struct field *list = definition_field(subject->definition, text_part(*of, 0, slash));
    *item = 0;
    if (of->size == 0) {
        return true;
    }
    if (!list || list->type != FIELD_LIST || slash == of->size ||
        !text_integer(text_part(*of, slash + 1, of->size - slash - 1), &number) || number < 1 ||
        number > INT32_MAX || !subject_item(subject, list, (uint32_t)number)) {
        return false;
    }
    *item = (uint32_t)number;
    *of = text_printf(arena, "%.*s/%" PRIu32, TEXT_ARGS(list->name), *item);
    return true;
}
