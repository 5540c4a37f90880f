/* What the expressions read, held against the whole workflow once it is read: fields, items, states,
 * milestones, tasks, forms and rules that are not there are errors at their place. Nothing is known of what
 * comes from computed arguments. */
#include "definition/link_kinds.h"
#include "definition/reader.h"

static const char *const event_members[] = {"name", "data", "at", "recorded", "actor", "of", NULL};
static const char *const case_members[] = {"id",     "reference", "area", "worker", "opened",
                                           "closed", "version",   "link", "links",  NULL};
static const char *const actor_members[] = {"id", "roles", NULL};
static const char *const task_members[] = {"open", "done", "at", "by", "due", NULL};
enum { MEMBER_LIMIT = 16 };

static void no_such(struct reader *reader, const struct read *read, const char *what, struct text name,
                    struct text_list names)
{
    wrong(reader, read->place, did_you_mean(reader, name, names.at, names.count), "there is no %s \"%.*s\"",
          what, TEXT_ARGS(text_shown(name)));
}

static void check_member(struct reader *reader, const struct read *read, const char *of, struct text member,
                         const char *const *members)
{
    struct text choices[MEMBER_LIMIT] = {0};
    size_t count = 0;
    if (member.size == 0) {
        return;
    }
    for (; members[count]; count++) {
        choices[count] = text_of(members[count]);
        if (text_equal(member, choices[count])) {
            return;
        }
    }
    const char *hint = did_you_mean(reader, member, choices, count);
    struct buffer all;
    buffer_init(&all, reader->arena);
    buffer_printf(&all, "%s has", of);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&all, " %s", members[i]);
    }
    wrong(reader, read->place, hint ? hint : arena_copy(reader->arena, all.at, all.size),
          "\"%s\" has no \"%.*s\"", of, TEXT_ARGS(text_shown(member)));
}

static void check_field(struct reader *reader, const struct read *read, const struct fields *fields,
                        const char *what)
{
    if (read->name.size && map_get(&fields->by_name, read->name) == MAP_NONE) {
        struct text_list names = NAMES_OF(reader, fields->at, fields->count);
        wrong(reader, read->place, did_you_mean(reader, read->name, names.at, names.count),
              "there is no field \"%.*s\" %s", TEXT_ARGS(text_shown(read->name)), what);
    }
}

static void check_item(struct reader *reader, const struct read *read, const struct scope *scope)
{
    const struct field *each = scope->each ? scope->each : scope->each_later ? *scope->each_later : NULL;
    if (!each) {
        wrong(reader, read->place, "read the list itself: data.NAME[1]",
              "\"item\" is known only inside a state with \"each\"");
    } else if (!text_is(read->name, "id")) {
        check_field(reader, read, &each->of,
                    arena_printf(reader->arena, "in \"%.*s\"", TEXT_ARGS(each->name)));
    }
}

static void check_clock(struct reader *reader, const struct read *read, const struct scope *scope,
                        struct text name)
{
    if (scope->due) {
        wrong(reader, read->place, "count from a field, from event.at, or write a duration",
              "\"%.*s\" may not stand in a \"due\": it would never stay the same", TEXT_ARGS(name));
    }
}

static void check_event(struct reader *reader, const struct read *read, const struct scope *scope)
{
    check_member(reader, read, "event", read->name, event_members);
    if (text_is(read->name, "recorded")) {
        check_clock(reader, read, scope, TEXT("event.recorded"));
    }
}

static void check_case(struct reader *reader, const struct read *read)
{
    const char *kinds[LINK_KIND_COUNT + 1] = {NULL};
    for (enum link_kind kind = 0; kind < LINK_KIND_COUNT; kind++) {
        kinds[kind] = link_kind_name(kind);
    }
    check_member(reader, read, "case", read->name, case_members);
    if (text_is(read->name, "links")) {
        check_member(reader, read, "case.links", read->member, kinds);
    }
}

/* A path, with or without the number of a strand: service.pre-birth[1].expected. */
static struct text without_strands(struct reader *reader, struct text path)
{
    struct buffer out;
    buffer_init(&out, reader->arena);
    for (size_t i = 0; i < path.size; i++) {
        size_t end = i + 1;
        while (path.at[i] == '[' && end < path.size && path.at[end] >= '0' && path.at[end] <= '9') {
            end++;
        }
        if (path.at[i] == '[' && end > i + 1 && end < path.size && path.at[end] == ']') {
            i = end;
        } else {
            buffer_byte(&out, path.at[i]);
        }
    }
    return buffer_result(&out);
}

static void check_state(struct reader *reader, const struct read *read)
{
    struct text path = without_strands(reader, read->name);
    if (definition_state(reader->definition, path) != DEFINITION_NONE) {
        return;
    }
    struct text *paths =
        arena_array(reader->arena, struct text, reader_is_full(reader) ? 0 : reader->states.count);
    struct text_list names = {.at = paths};
    for (size_t i = 1; i < reader->states.count && !reader_is_full(reader); i++) {
        const struct state *state = &reader->states.at[i];
        if (text_equal(state->name, path)) {
            wrong(reader, read->place,
                  arena_printf(reader->arena, "did you mean \"%.*s\"?", TEXT_ARGS(state->path)),
                  "there is no state \"%.*s\": a path begins at the root", TEXT_ARGS(text_shown(path)));
            return;
        }
        paths[names.count++] = state->path;
    }
    no_such(reader, read, "state", path, names);
}

static void check_milestone(struct reader *reader, const struct read *read)
{
    if (map_get(&reader->definition->milestones_by_name, read->name) == MAP_NONE) {
        no_such(reader, read, "milestone", read->name,
                NAMES_OF(reader, reader->milestones.at, reader->milestones.count));
    }
}

static void check_task(struct reader *reader, const struct read *read)
{
    if (map_get(&reader->definition->tasks_by_name, read->name) == MAP_NONE) {
        no_such(reader, read, "task", read->name, NAMES_OF(reader, reader->tasks.at, reader->tasks.count));
    }
    check_member(reader, read, "task()", read->member, task_members);
}

static void check_rule(struct reader *reader, const struct read *read)
{
    const struct definition *definition = reader->definition;
    if (map_get(&definition->rules_by_name, read->name) == MAP_NONE) {
        no_such(reader, read, "rule", read->name,
                NAMES_OF(reader, definition->rules, definition->rule_count));
    }
}

/* --- answers --- */

static void keep_whole(struct reader *reader, struct text form)
{
    for (size_t i = 0; i < reader->definition->form_count; i++) {
        reader->forms[i].kept_whole |= form.size == 0 || text_equal(reader->forms[i].name, form);
    }
}

static bool has_answer(const struct form *form, struct text member)
{
    for (size_t i = 0; i < form->count; i++) {
        if (text_equal(form->fields[i].field->name, member)) {
            return true;
        }
    }
    return member.size == 0 || text_is(member, "at") || text_is(member, "by");
}

static void check_answer(struct reader *reader, const struct read *read, const struct form *form)
{
    if (has_answer(form, read->member)) {
        return;
    }
    size_t count = reader_is_full(reader) ? 0 : form->count;
    struct text *names = arena_array(reader->arena, struct text, count + 2);
    for (size_t i = 0; i < count; i++) {
        names[i] = form->fields[i].field->name;
    }
    names[count] = TEXT("at");
    names[count + 1] = TEXT("by");
    wrong(reader, read->place, did_you_mean(reader, read->member, names, count + 2),
          "the form \"%.*s\" has no \"%.*s\"", TEXT_ARGS(text_shown(form->name)),
          TEXT_ARGS(text_shown(read->member)));
}

static void check_answers(struct reader *reader, const struct read *read)
{
    const struct definition *definition = reader->definition;
    const struct form *form = definition_form(definition, read->name);
    if (text_is(read->function, "answers")) {
        keep_whole(reader, read->name);
    }
    if (read->name.size == 0) {
        return;
    }
    if (form) {
        check_answer(reader, read, form);
        return;
    }
    no_such(reader, read, "form", read->name, NAMES_OF(reader, definition->forms, definition->form_count));
}

static void check_read(struct reader *reader, const struct read *read, const struct scope *scope)
{
    switch (read->kind) {
    case READ_DATA:
        check_field(reader, read, &reader->definition->fields, "in \"fields\"");
        break;
    case READ_ITEM:
        check_item(reader, read, scope);
        break;
    case READ_EVENT:
        check_event(reader, read, scope);
        break;
    case READ_CASE:
        check_case(reader, read);
        break;
    case READ_ACTOR:
        check_member(reader, read, "actor", read->name, actor_members);
        break;
    case READ_NOW:
        check_clock(reader, read, scope, read->function.size ? read->function : read->name);
        break;
    case READ_RULE:
        check_rule(reader, read);
        break;
    case READ_ANSWERS:
        check_answers(reader, read);
        break;
    default:
        break;
    }
    if (read->name.size == 0) {
        return;
    }
    if (read->kind == READ_STATE) {
        check_state(reader, read);
    } else if (read->kind == READ_MILESTONE) {
        check_milestone(reader, read);
    } else if (read->kind == READ_TASK) {
        check_task(reader, read);
    }
}

void resolve_expressions(struct reader *reader)
{
    vector_each(struct pending_expression, pending, &reader->expressions)
    {
        for (size_t i = 0; i < pending->expression->read_count && !pending->silent; i++) {
            check_read(reader, &pending->expression->reads[i], &pending->scope);
        }
    }
}
