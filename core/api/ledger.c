/* GET /v1/cases/{case}/ledger: what became of its deadlines, a line for each change, oldest first, with what
 * caused it: the story of a date. Lines stand in the journal's entries; the cursor counts them. */
#include "api/marks.h"

#include <inttypes.h>

struct ledger {
    struct call *call;
    struct case_read found;
    struct marks marks;
    struct text deadline; /* empty: all of them */
    struct arena scratch; /* an entry */
    VECTOR(struct json)
    lines; /* the newest first */
    VECTOR(struct text)
    names; /* of deadlines that have lines, when none is the one that is asked for */
    enum status status;
    struct error error;
};

/* --- what moved it, in words ------------------------------------------------------------------- */

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

/* "Expected date, Review every": the facts by their titles, where they have one. */
static struct text titles_of_facts(struct arena *arena, const struct definition *definition,
                                   struct text deadline, struct text facts)
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

/* --- a line ------------------------------------------------------------------------------------- */

/* "conference" of "conference[1]". */
static struct text name_of(struct text label)
{
    return text_part(label, 0, text_find(label, '['));
}

static struct text title_of_deadline(const struct definition *definition, struct text label)
{
    const struct deadline *deadline = definition_deadline(definition, name_of(label));
    const struct task *task = definition_task(definition, name_of(label));
    return deadline ? deadline->title : task ? task->title : label;
}

static void add_line(struct ledger *ledger, const struct stored_entry *entry, const struct json *content,
                     const struct json *line)
{
    struct arena *arena = ledger->call->arena;
    const struct definition *definition = ledger->found.subject.definition;
    const struct json *command = json_member_of(content, "command");
    struct json item = json_copy(arena, *line);
    struct text label = json_get_text(&item, "deadline"), facts = json_get_text(&item, "fact");
    json_set(arena, &item, TEXT("seq"), json_integer((int64_t)entry->seq));
    show_instant(arena, &item, "happened", entry->happened);
    show_instant(arena, &item, "recorded", entry->recorded);
    show_text(arena, &item, "title", title_of_deadline(definition, label));
    show_text(arena, &item, "because_title",
              text_copy(arena, title_of_event(definition, json_get_text(&item, "because"))));
    show_text(arena, &item, "fact_title", titles_of_facts(arena, definition, name_of(label), facts));
    show_text(arena, &item, "actor", text_copy(arena, json_get_text(command, "actor")));
    show_text(arena, &item, "origin", text_copy(arena, json_get_text(content, "origin")));
    show_text(arena, &item, "reason",
              text_copy(arena, json_get_text(json_member_of(command, "data"), "reason")));
    marks_show(arena, &ledger->marks, entry->seq, &item);
    vector_push(arena, &ledger->lines, item);
}

static void note_name(struct ledger *ledger, struct text label)
{
    vector_each(const struct text, name, &ledger->names)
    {
        if (text_equal(*name, label)) {
            return;
        }
    }
    vector_push(ledger->call->arena, &ledger->names, text_copy(ledger->call->arena, label));
}

static bool take_entry(void *self, const struct stored_entry *entry)
{
    struct ledger *ledger = self;
    struct json content;
    if (entry->erased || entry->recorded >= ledger->found.as_at.before) {
        return true;
    }
    arena_reset(&ledger->scratch);
    ledger->status = json_read(&ledger->scratch, entry->content, &content, &ledger->error);
    const struct json *lines = ledger->status == STATUS_OK ? json_member_of(&content, "ledger") : NULL;
    for (uint32_t i = lines ? lines->count : 0; i-- > 0;) {
        struct text label = json_get_text(&lines->elements[i], "deadline");
        note_name(ledger, label);
        if (ledger->deadline.size == 0 || text_equal(label, ledger->deadline)) {
            add_line(ledger, entry, &content, &lines->elements[i]);
        }
    }
    return ledger->status == STATUS_OK;
}

/* --- the list ----------------------------------------------------------------------------------- */

static bool answer_no_deadline(struct ledger *ledger)
{
    struct buffer names;
    buffer_init(&names, ledger->call->arena);
    vector_each(const struct text, name, &ledger->names)
    {
        buffer_string(&names, names.size ? ", " : "; it has ");
        buffer_text(&names, *name);
    }
    return answer_problem(ledger->call, PROBLEM_NOT_FOUND, "%.*s has had no deadline “%.*s”%.*s.",
                          TEXT_ARGS(ledger->found.stored.reference), TEXT_ARGS(ledger->deadline),
                          TEXT_ARGS(buffer_result(&names)));
}

static bool answer_page(struct ledger *ledger, size_t from, size_t limit)
{
    struct json items = json_array();
    struct text cursor = {0};
    size_t count = ledger->lines.count;
    for (size_t i = from; i < count && items.count < limit; i++) {
        json_append(ledger->call->arena, &items, ledger->lines.at[count - 1 - i]);
    }
    if (from + items.count < count) {
        cursor = text_printf(ledger->call->arena, "%zu", from + items.count);
    }
    return answer_case_list(ledger->call, &ledger->found, items, cursor);
}

static enum status read_lines(struct ledger *ledger)
{
    struct call *call = ledger->call;
    enum status status = marks_read(call, &ledger->found, &ledger->marks, &ledger->error);
    if (status != STATUS_OK) {
        return status;
    }
    arena_init(&ledger->scratch);
    status = call->store->api->entries(call->store, call->arena, ledger->found.stored.id, 0, take_entry,
                                       ledger, &ledger->error);
    arena_deinit(&ledger->scratch);
    return status == STATUS_OK ? ledger->status : status;
}

bool case_ledger(struct call *call)
{
    size_t limit;
    int64_t from = 0;
    struct text cursor = call_text(call, "cursor");
    struct ledger ledger = {.call = call, .deadline = call_text(call, "deadline"), .status = STATUS_OK};
    if (!call_limit(call, &limit)) {
        return true;
    }
    if (cursor.size && (!text_integer(cursor, &from) || from < 1)) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "“cursor” is what the page before gave.");
    }
    if (!case_find(call, &ledger.found)) {
        return true;
    }
    enum status status = read_lines(&ledger);
    if (status != STATUS_OK) {
        error_place(&ledger.error, "%.*s", TEXT_ARGS(ledger.found.stored.reference));
        return answer_failure(call, status == STATUS_INVALID ? STATUS_CORRUPT : status, &ledger.error);
    }
    return ledger.deadline.size && ledger.lines.count == 0 ? answer_no_deadline(&ledger)
                                                           : answer_page(&ledger, (size_t)from, limit);
}
