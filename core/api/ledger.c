/* GET /v1/cases/{case}/ledger: what became of its deadlines, a line for each change, oldest first, with what
 * caused it: the story of a date. Lines stand in the journal's entries; the cursor counts them. GET
 * /v1/cases/{case}/deadlines: those that are open stand in the case, how the others ended only here. */
#include "api/marks.h"

#include <inttypes.h>

struct ledger {
    struct call *call;
    struct case_read found;
    struct marks marks;
    bool unmarked;        /* nobody asks what was corrected */
    struct text deadline; /* empty: all of them */
    struct arena scratch; /* an entry */
    VECTOR(struct json)
    lines; /* the newest first */
    VECTOR(struct text)
    names; /* of deadlines that have lines, when none is the one that is asked for */
    enum status status;
    struct error error;
};

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
              text_copy(arena, show_event_title(definition, json_get_text(&item, "because"))));
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
    if (entry->erased || entry->recorded >= ledger->found.as_at.before ||
        !content_has(entry->content, TEXT("\"ledger\":["))) {
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
    enum status status =
        ledger->unmarked ? STATUS_OK : marks_read(call, &ledger->found, 1, &ledger->marks, &ledger->error);
    if (status != STATUS_OK) {
        return status;
    }
    arena_init(&ledger->scratch);
    status = call->store->api->entries(call->store, call->arena, ledger->found.stored.id, 0, take_entry,
                                       ledger, &ledger->error);
    arena_deinit(&ledger->scratch);
    return status == STATUS_OK ? ledger->status : status;
}

static bool answer_unread(struct ledger *ledger, enum status status)
{
    error_place(&ledger->error, "%.*s", TEXT_ARGS(ledger->found.stored.reference));
    return answer_failure(ledger->call, status == STATUS_INVALID ? STATUS_CORRUPT : status, &ledger->error);
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
        return answer_unread(&ledger, status);
    }
    return ledger.deadline.size && ledger.lines.count == 0 ? answer_no_deadline(&ledger)
                                                           : answer_page(&ledger, (size_t)from, limit);
}

/* --- all deadlines of a case ----------------------------------------------------------------------- */

static bool is_open(const struct subject *subject, struct arena *arena, struct text label)
{
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (text_equal(deadline_label(arena, state), label)) {
            return deadline_is_open(state);
        }
    }
    return false;
}

/* Whether it was overdue between line AT, its last, and its opening. */
static bool was_breached(const struct ledger *ledger, size_t at)
{
    struct text label = json_get_text(&ledger->lines.at[at], "deadline");
    for (size_t i = at; i < ledger->lines.count; i++) {
        struct text change = json_get_text(&ledger->lines.at[i], "change");
        if (!text_equal(json_get_text(&ledger->lines.at[i], "deadline"), label)) {
            continue;
        }
        if (text_is(change, "overdue") || text_is(change, "late") || text_is(change, "met-late")) {
            return true;
        }
        if (text_is(change, "opened")) {
            break;
        }
    }
    return false;
}

/* One whose reason has gone is told only to whoever asks for closed ones too. */
static bool is_told(const struct ledger *ledger, size_t at)
{
    return call_flag(ledger->call, "closed") ||
           !text_is(json_get_text(&ledger->lines.at[at], "change"), "void");
}

/* One that has ended, by its last line. */
static struct json show_ended(const struct ledger *ledger, size_t at)
{
    struct arena *arena = ledger->call->arena;
    const struct json *line = &ledger->lines.at[at];
    struct text status = json_get_text(line, "change"), due = json_get_text(line, "after");
    struct json json = json_object();
    show_text(arena, &json, "deadline", json_get_text(line, "deadline"));
    show_text(arena, &json, "title", json_get_text(line, "title"));
    show_text(arena, &json, "status", status);
    show_text(arena, &json, "due", due.size ? due : json_get_text(line, "before"));
    if (text_starts(status, TEXT("met"))) {
        show_text(arena, &json, "met", json_get_text(line, "happened"));
    }
    json_set(arena, &json, TEXT("open"), json_boolean(false));
    json_set(arena, &json, TEXT("breached"), json_boolean(was_breached(ledger, at)));
    return json;
}

static void add_ended(struct ledger *ledger, struct json *items)
{
    struct json seen = json_object();
    struct arena *arena = ledger->call->arena;
    for (size_t i = 0; i < ledger->lines.count; i++) {
        struct text label = json_get_text(&ledger->lines.at[i], "deadline");
        if (!json_get(&seen, label) && !is_open(&ledger->found.subject, arena, label) && is_told(ledger, i)) {
            json_append(arena, items, show_ended(ledger, i));
        }
        json_set(arena, &seen, label, json_boolean(true));
    }
}

/* Whether `overdue` and `within` leave an open one in the list. */
static bool is_asked(struct call *call, const struct deadline_state *state, instant now, instant within)
{
    instant ends = moment_end(state->due, call->world->zone);
    return deadline_is_open(state) &&
           (!call_flag(call, "overdue") || (ends != INSTANT_NONE && ends <= now)) &&
           (within == INSTANT_NONE || (ends != INSTANT_NONE && ends <= within));
}

bool case_deadlines(struct call *call)
{
    instant within;
    struct json items = json_array();
    struct ledger ledger = {.call = call, .unmarked = true, .status = STATUS_OK};
    struct case_read *found = &ledger.found;
    if (!case_find(call, found)) {
        return true;
    }
    const struct calendar *calendar =
        world_area_calendar(call->world, found->subject.definition->calendar, found->subject.area);
    if (!call_moment_by(call, "within", calendar, &within)) {
        return true;
    }
    vector_each(const struct deadline_state, state, &found->subject.deadlines)
    {
        if (is_asked(call, state, found->as_at.now, within)) {
            json_append(call->arena, &items,
                        show_deadline(call->arena, call->world, &found->subject, state, found->as_at.now));
        }
    }
    if (!call_flag(call, "overdue") && within == INSTANT_NONE) {
        enum status status = read_lines(&ledger);
        if (status != STATUS_OK) {
            return answer_unread(&ledger, status);
        }
        add_ended(&ledger, &items);
    }
    return answer_case_list(call, found, items, (struct text){0});
}
