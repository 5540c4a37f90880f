/* The plan of a job. A correction needs the story of its subject, read from the journal (engine/correct.h),
 * and the consent of a case to which it moves an entry. */
#include "flow/change.h"
#include "flow/look_up.h"
#include "flow/path.h"

#include <inttypes.h>

struct telling_back {
    struct flow *flow;
    struct story_entry *entries; /* filled from the end */
    size_t left;
    enum status status;
    struct error *error;
};

static enum command_origin origin_of(struct text name)
{
    return text_is(name, "time")     ? ORIGIN_TIME
           : text_is(name, "record") ? ORIGIN_RECORD
           : text_is(name, "import") ? ORIGIN_IMPORT
                                     : ORIGIN_PERSON;
}

static struct json part(const struct json *content, const char *name)
{
    const struct json *found = json_member_of(content, name);
    return found ? *found : json_null();
}

enum status path_entry(struct arena *arena, const struct zone *zone, const struct stored_entry *stored,
                       struct story_entry *entry, struct error *error)
{
    struct json content;
    *entry = (struct story_entry){.seq = stored->seq,
                                  .happened = stored->happened,
                                  .recorded = stored->recorded,
                                  .command = {.override_until = DATE_NONE}};
    if (stored->erased) {
        return STATUS_OK;
    }
    enum status status = json_read(arena, text_copy(arena, stored->content), &content, error);
    if (status == STATUS_OK) {
        struct json command = part(&content, "command");
        status = command_read(arena, zone, &command, &entry->command, error);
    }
    if (status != STATUS_OK) {
        return error_set(error, STATUS_INVALID,
                         "entry %" PRIu64 " of the journal is damaged, so nothing can be told again",
                         stored->seq);
    }
    entry->origin = origin_of(json_get_text(&content, "origin"));
    entry->changes = part(&content, "changes");
    entry->notes = part(&content, "notes");
    entry->messages = part(&content, "messages");
    entry->given = part(&content, "given");
    return STATUS_OK;
}

static bool take_entry(void *self, const struct stored_entry *stored)
{
    struct telling_back *telling = self;
    if (telling->left == 0) {
        telling->status =
            error_set(telling->error, STATUS_CORRUPT, "a journal has more entries than versions");
        return false;
    }
    telling->status = path_entry(&telling->flow->arena, telling->flow->world->zone, stored,
                                 &telling->entries[--telling->left], telling->error);
    return telling->status == STATUS_OK;
}

static enum status read_story(struct flow *flow, const struct stored_subject *stored, struct story *story,
                              struct error *error)
{
    struct store *store = flow->options.store;
    if (stored->version > STORY_LIMIT) {
        return error_set(error, STATUS_LIMIT, "%.*s has more than %d entries, too many to be told again",
                         TEXT_ARGS(stored->reference), STORY_LIMIT);
    }
    size_t count = (size_t)stored->version;
    struct telling_back telling = {.flow = flow,
                                   .entries = arena_array(&flow->arena, struct story_entry, count),
                                   .left = count,
                                   .error = error};
    enum status status = store->api->entries(store, &flow->arena, stored->id, 0, take_entry, &telling, error);
    *story = (struct story){telling.entries, count};
    if (status == STATUS_OK && telling.status == STATUS_OK && telling.left) {
        return error_set(error, STATUS_CORRUPT, "a journal has fewer entries than versions");
    }
    return status ? status : telling.status;
}

/* What TOLD would do to OTHER, of which ASKED is the command. */
static enum status plan_elsewhere(struct flow *flow, const struct told *told, struct job *asked,
                                  struct loaded *other, struct plan **theirs)
{
    struct given given = path_given(flow, asked, INSTANT_NONE);
    struct story story;
    enum status status = look_up(flow, other->subject->definition, &asked->command, &given, &asked->error);
    if (status == STATUS_OK && told->takes_back) {
        status = read_story(flow, &other->stored, &story, &asked->error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    *theirs = told->takes_back ? plan_correct(&flow->arena, other->world, other->subject, &other->document,
                                              &asked->command, &given, &story, &flow->options.rules)
                               : plan_build(&flow->arena, other->world, other->subject, &other->document,
                                            &asked->command, &given, &flow->options.rules);
    return STATUS_OK;
}

/* What a correction tells another case (an entry that moves there, or is taken back there) must be taken: it
 * is planned, and thrown away. */
static enum status ask_elsewhere(struct flow *flow, struct job *job, struct plan *plan,
                                 struct subject *present)
{
    struct arena *arena = &flow->arena;
    const struct told *told = plan->told.count ? &plan->told.at[plan->told.count - 1] : NULL;
    if (plan->outcome != OUTCOME_DONE || !told || !(told->moved || told->takes_back)) {
        return STATUS_OK;
    }
    struct loaded other = {0};
    struct job asked = {.command = told_command(arena, plan, told), .arena = arena};
    enum status status = path_load(flow, &asked, &other);
    if (status == STATUS_NOT_FOUND) {
        plan_take_back(arena, plan, present, "form",
                       text_printf(arena, "There is no case “%.*s”.", TEXT_ARGS(told->reference)));
        return STATUS_OK;
    }
    if (status != STATUS_OK) {
        job->error = asked.error;
        return status;
    }
    struct plan *theirs = NULL;
    asked.command.origin = ORIGIN_RECORD;
    asked.command.all_roles = true;
    status = plan_elsewhere(flow, told, &asked, &other, &theirs);
    if (status != STATUS_OK) {
        job->error = asked.error;
        return status;
    }
    if (theirs->outcome != OUTCOME_DONE) {
        struct text why = theirs->unmet.count ? theirs->unmet.at[0].text : text_of("it is not known there.");
        plan_take_back(
            arena, plan, present, "story",
            text_printf(arena, "%.*s would refuse it: %.*s", TEXT_ARGS(told->reference), TEXT_ARGS(why)));
    }
    return STATUS_OK;
}

/* The plan of the job's command; a correction needs the whole story. A failure is the job's. */
enum status path_plan(struct flow *flow, struct job *job, struct loaded *loaded, struct given *given,
                      struct plan **plan)
{
    struct story story;
    const struct command *command = &job->command;
    if (loaded->stored.version == 0 || !is_correction(command->event)) {
        *plan = plan_build(&flow->arena, loaded->world, loaded->subject, &loaded->document, command, given,
                           &flow->options.rules);
        path_plan_twice(flow, loaded, command, given, *plan);
        return STATUS_OK;
    }
    job->status = read_story(flow, &loaded->stored, &story, &job->error);
    if (job->status == STATUS_OK) {
        struct subject *present = loaded->subject;
        *plan = plan_correct(&flow->arena, loaded->world, present, &loaded->document, command, given, &story,
                             &flow->options.rules);
        job->status = ask_elsewhere(flow, job, *plan, present);
    }
    return job->status;
}
