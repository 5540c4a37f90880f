/* What moved a deadline, in words: the ledger names the reads of its formula as they are written
 * ("item.expected_date"), people know them by their titles. */
#include "api/marks.h"

/* `NAME` of F("NAME").m, and the F. */
static bool read_asked(struct text fact, struct text *function, struct text *name)
{
    size_t open = text_find(fact, '(');
    struct text rest = text_part(fact, open + 1, fact.size);
    *function = text_part(fact, 0, open);
    if (rest.size < 2 || (rest.at[0] != '"' && rest.at[0] != '\'')) {
        return false;
    }
    char quote = rest.at[0];
    rest = text_part(rest, 1, rest.size);
    *name = text_part(rest, 0, text_find(rest, quote));
    return name->size > 0;
}

static struct text title_of_asked(const struct definition *definition, struct text function, struct text name)
{
    static const char *const of_forms[] = {"first", "last", "answers", "count"};
    int32_t index;
    for (size_t i = 0; i < sizeof of_forms / sizeof *of_forms; i++) {
        const struct form *form = definition_form(definition, name);
        if (text_is(function, of_forms[i])) {
            return form ? form->title : (struct text){0};
        }
    }
    if (text_is(function, "task")) {
        const struct task *task = definition_task(definition, name);
        return task ? task->title : (struct text){0};
    }
    if (text_is(function, "reached")) {
        index = map_get(&definition->milestones_by_name, name);
        return index == MAP_NONE ? (struct text){0} : definition->milestones[index].title;
    }
    uint16_t state = definition_state(definition, name);
    return state == DEFINITION_NONE ? (struct text){0} : definition->states[state].title;
}

/* The list whose item's strand the deadline NAME belongs to; NULL. */
static const struct field *list_of(const struct definition *definition, struct text name)
{
    const struct deadline *deadline = definition_deadline(definition, name);
    const struct task *task = definition_task(definition, name);
    uint16_t state = deadline ? deadline->state : task ? task->state : 0;
    uint16_t strand = definition->states[state].strand;
    return strand == DEFINITION_NONE ? definition->states[state].each : definition->states[strand].each;
}

static struct text title_of_fact(struct arena *arena, const struct definition *definition,
                                 struct text deadline, struct text fact)
{
    struct text function, name;
    if (text_starts(fact, TEXT("data."))) {
        const struct field *field = definition_field_path(definition, text_part(fact, 5, fact.size));
        return field ? field->title : (struct text){0};
    }
    if (text_starts(fact, TEXT("item."))) {
        const struct field *list = list_of(definition, deadline);
        struct text path = list ? text_printf(arena, "%.*s.%.*s", TEXT_ARGS(list->name),
                                              TEXT_ARGS(text_part(fact, 5, fact.size)))
                                : (struct text){0};
        const struct field *field = list ? definition_field_path(definition, path) : NULL;
        return field ? field->title : (struct text){0};
    }
    if (text_starts(fact, TEXT("rules."))) {
        name = text_part(fact, 6, text_find(text_part(fact, 6, fact.size), '('));
        int32_t index = map_get(&definition->rules_by_name, name);
        return index == MAP_NONE ? (struct text){0} : definition->rules[index].title;
    }
    return read_asked(fact, &function, &name) ? title_of_asked(definition, function, name) : (struct text){0};
}

struct text titles_of_facts(struct arena *arena, const struct definition *definition, struct text deadline,
                            struct text facts)
{
    struct buffer titles;
    struct text fact;
    buffer_init(&titles, arena);
    while (facts.size && text_split(&facts, ',', &fact)) {
        fact = text_trim(fact);
        struct text title = title_of_fact(arena, definition, deadline, fact);
        buffer_string(&titles, titles.size ? ", " : "");
        buffer_text(&titles, title.size ? title : fact);
    }
    return buffer_result(&titles);
}
