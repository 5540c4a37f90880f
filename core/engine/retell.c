/* The story told again, from the first entry that a correction concerns. Begin to read at retell().
 *
 * It is worked on by plans of its own, one for each command and each point of time that is told again; the
 * subject as it stands is not touched. */
#include "base/insist.h"
#include "engine/names.h"
#include "engine/story.h"

#include <inttypes.h>

static enum status fold_back(struct correcting *correcting, struct error *error)
{
    correcting->document = *correcting->present;
    for (size_t i = correcting->story->count; i-- > correcting->from;) {
        const struct story_entry *entry = &correcting->story->entries[i];
        if (entry->changes.type == JSON_NULL) {
            return error_set(error, STATUS_INVALID,
                             "entry %" PRIu64 " has been erased, so what came after it cannot be told again",
                             entry->seq);
        }
        enum status status =
            json_undo(correcting->planning.arena, &correcting->document, &entry->changes, error);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status read_subject(struct correcting *correcting, struct error *error)
{
    const struct subject *present = correcting->planning.subject;
    struct arena *arena = correcting->planning.arena;
    struct subject *subject = correcting->subject = arena_new(arena, struct subject);
    bool opened = correcting->from > 0;
    enum status status = STATUS_OK;
    if (opened) {
        status = subject_read(arena, present->definition, &correcting->document, subject, error);
    } else {
        subject_init(subject, present->definition);
        correcting->document = json_null();
    }
    subject->id = present->id;
    subject->kind = present->kind;
    subject->reference = present->reference;
    subject->version = correcting->from;
    return status;
}

static void adopt(struct correcting *correcting, const struct plan *plan)
{
    correcting->subject = plan->after;
    correcting->document = plan->document;
    vector_each(const struct outgoing, outgoing, &plan->messages)
    {
        vector_push(correcting->planning.arena, &correcting->messages, outgoing->message->name);
    }
}

static bool fail_told(struct correcting *correcting, const struct plan *plan)
{
    return planning_fail(&correcting->planning, &plan->failure);
}

/* All that time brings up to UNTIL. */
static bool tell_time(struct correcting *correcting, instant until)
{
    const struct planning *planning = &correcting->planning;
    instant due;
    while ((due = subject_next_due(correcting->subject)) != INSTANT_NONE && due <= until) {
        struct given given = {.now = due, .next_id = correcting->next_id};
        if (++correcting->times > STORY_TIME_LIMIT) {
            struct error error;
            error_set(&error, STATUS_LIMIT, "more than %d timers would come again", STORY_TIME_LIMIT);
            return planning_fail(&correcting->planning, &error);
        }
        struct plan *plan = plan_time(planning->arena, planning->world, correcting->subject,
                                      &correcting->document, &given, planning->rules);
        if (plan->outcome != OUTCOME_DONE) {
            return fail_told(correcting, plan);
        }
        adopt(correcting, plan);
    }
    return true;
}

/* The data that ENTRY left behind, as far as it changed them: all at once, or field by field. */
static struct json data_after(struct arena *arena, const struct story_entry *entry)
{
    struct json data = json_object();
    for (uint32_t i = 0; entry->changes.type == JSON_ARRAY && i < entry->changes.count; i++) {
        const struct json *path = json_member_of(&entry->changes.elements[i], "path");
        const struct json *after = json_member_of(&entry->changes.elements[i], "after");
        if (!path || path->count == 0 || !after || !text_is(json_text(&path->elements[0]), "data")) {
            continue;
        }
        if (path->count == 1) {
            return *after;
        }
        json_set(arena, &data, json_text(&path->elements[1]), *after);
    }
    return data;
}

/* People whom ENTRY made by their names have their records: its answers name these. */
static struct json with_people(struct correcting *correcting, const struct story_entry *entry)
{
    struct arena *arena = correcting->planning.arena;
    const struct fields *fields = &correcting->planning.definition->fields;
    struct json data = json_shallow(arena, entry->command.data);
    struct json left = data_after(arena, entry);
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        const struct json *person = json_get(&left, field->name);
        if (field->type == FIELD_PERSON && person && json_get(&data, field->name)) {
            json_set(arena, &data, field->name, *person);
        }
    }
    return data;
}

/* What the command of an entry says, once it has been put right. */
static struct command told_command(struct correcting *correcting, const struct telling *telling)
{
    const struct story_entry *entry = &correcting->story->entries[telling->index];
    const struct json *over = &correcting->marks[telling->index].data;
    struct command command = entry->command;
    command.at = telling->happened;
    command.recorded = entry->recorded;
    command.if_match = COMMAND_VERSION_ANY;
    command.origin = entry->origin;
    command.all_roles = command.role.size == 0;
    if (command.data.type == JSON_OBJECT) {
        command.data = with_people(correcting, entry);
    }
    if (over->type == JSON_OBJECT) {
        command.data = command.data.type == JSON_OBJECT ? command.data : json_object();
        for (uint32_t i = 0; i < over->count; i++) {
            json_set(correcting->planning.arena, &command.data, over->members[i].name,
                     over->members[i].value);
        }
    }
    return command;
}

/* What the entry was given, what the correction is given, and whom its own answers made. */
static void give(struct correcting *correcting, const struct telling *telling, const struct command *command,
                 struct given *given)
{
    struct arena *arena = correcting->planning.arena;
    const struct given *present = correcting->planning.given;
    const struct story_entry *entry = &correcting->story->entries[telling->index];
    struct command_names names;
    VECTOR(struct known_record)
    known = {0};
    bool later = telling->happened > entry->recorded; /* put right to a time after it was typed */
    *given =
        (struct given){.now = later ? telling->happened : entry->recorded, .next_id = correcting->next_id};
    given_read(arena, &entry->given, given);
    for (size_t i = 0; i < given->known_count; i++) {
        vector_push(arena, &known, given->known[i]);
    }
    for (size_t i = 0; i < present->known_count; i++) {
        vector_push(arena, &known, present->known[i]);
    }
    struct json made = data_after(arena, entry);
    struct command left = {.event = command->event, .data = made};
    command_names(arena, correcting->planning.definition, &left, &names);
    vector_each(const struct text, person, &names.people)
    {
        vector_push(arena, &known,
                    (struct known_record){.asked = *person,
                                          .reference = *person,
                                          .kind = SUBJECT_PERSON,
                                          .workflow = TEXT("person"),
                                          .opened = entry->happened,
                                          .closed = INSTANT_NONE});
    }
    given->known = known.at;
    given->known_count = known.count;
}

static void note_untold(struct correcting *correcting, size_t index, const struct plan *plan)
{
    struct text why =
        plan->unmet.count ? plan->unmet.at[0].text : text_of("The workflow does not know this event.");
    vector_push(correcting->planning.arena, &correcting->untold, (struct untold){index, why});
}

static bool tell_entry(struct correcting *correcting, const struct telling *telling)
{
    const struct planning *planning = &correcting->planning;
    const struct story_entry *entry = &correcting->story->entries[telling->index];
    if (entry->seq > 1 && !tell_time(correcting, telling->happened)) {
        return false;
    }
    insist((entry->seq == 1) == (correcting->subject->version == 0)); /* the opening is told first */
    struct command command = told_command(correcting, telling);
    struct given given;
    give(correcting, telling, &command, &given);
    struct plan *plan = plan_build(planning->arena, planning->world, correcting->subject,
                                   &correcting->document, &command, &given, planning->rules);
    if (plan->outcome == OUTCOME_FAILED) {
        return fail_told(correcting, plan);
    }
    if (plan->outcome != OUTCOME_DONE) {
        note_untold(correcting, telling->index, plan);
    }
    adopt(correcting, plan);
    correcting->next_id = plan->next_id;
    vector_each(const struct told, told, &plan->told)
    {
        if (told->id) { /* a person whom the answers, put right, name for the first time */
            vector_push(planning->arena, &planning->plan->told, *told);
        }
    }
    return true;
}

/* Where nothing was told since the world became another one, what is due is still as it was in the old one.
 */
static bool follow_world(struct correcting *correcting)
{
    const struct planning *planning = &correcting->planning;
    const struct subject *subject = correcting->subject;
    if (subject->world == planning->world->number || subject->closed != INSTANT_NONE) {
        return true;
    }
    struct given given = {.now = planning->given->now, .next_id = correcting->next_id};
    struct plan *plan = plan_world(planning->arena, planning->world, correcting->subject,
                                   &correcting->document, &given, planning->rules);
    if (plan->outcome != OUTCOME_DONE) {
        return fail_told(correcting, plan);
    }
    adopt(correcting, plan);
    return true;
}

bool retell(struct correcting *correcting)
{
    struct error error;
    struct tellings tellings = {0};
    const struct planning *planning = &correcting->planning;
    if (fold_back(correcting, &error) != STATUS_OK || read_subject(correcting, &error) != STATUS_OK) {
        return planning_fail(&correcting->planning, &error);
    }
    story_order(planning->arena, correcting->story, correcting->marks, correcting->from, &tellings);
    vector_each(const struct telling, telling, &tellings.list)
    {
        if (!tell_entry(correcting, telling)) {
            return false;
        }
    }
    return tell_time(correcting, planning->given->now) && follow_world(correcting);
}
