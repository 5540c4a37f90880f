/* A command becomes a plan: which kind of event it is, and the order in which everything is settled. Begin to
 * read here.
 *
 *   plan_build   open          → begin: the form, then the first configuration
 *                task.X.done   → its task ends, then the statechart hears of it
 *                allocate, note, reopen: the engine's own
 *                any other     → the form, the guards, what is required, the macrostep
 *   plan_time    the nearest timer or point of a deadline, as an event of `system` (time.c)
 *
 * Then all is settled (settle.c) and the difference of the documents is the change. */
#include "engine/records.h"

#include "base/insist.h"
#include "engine/computed.h"
#include "engine/explaining.h"
#include "engine/foresee.h"

#define ALL_ROLES (~(role_set)0)

role_set planning_roles(const struct definition *definition, const struct command *command)
{
    role_set roles = 0;
    struct text rest = command->role, name;
    if (command->all_roles || command->origin == ORIGIN_IMPORT) {
        return ALL_ROLES;
    }
    while (rest.size && text_split(&rest, ' ', &name)) {
        roles |= definition_role(definition, name);
    }
    return roles;
}

/* What JSON the plan will change at its first level must not be shared with the document that it came from.
 */
void planning_unshare(struct arena *arena, struct subject *subject)
{
    subject->data = json_shallow(arena, subject->data);
    subject->numbers = json_shallow(arena, subject->numbers);
    subject->exceptions = json_shallow(arena, subject->exceptions);
    subject->links = json_shallow(arena, subject->links);
    subject->moving = json_shallow(arena, subject->moving);
    subject->waiting = json_shallow(arena, subject->waiting);
}

struct planning planning_of(struct arena *arena, const struct world *world, struct subject *subject,
                            const struct command *command, const struct given *given,
                            const struct rules *rules, struct plan *plan)
{
    return (struct planning){.arena = arena,
                             .world = world,
                             .definition = subject->definition,
                             .subject = subject,
                             .command = command,
                             .given = given,
                             .rules = rules,
                             .plan = plan,
                             .actor = command->actor};
}

void planning_begin(struct planning *planning, struct text event, instant happened)
{
    struct plan *plan = planning->plan;
    const struct command *command = planning->command;
    planning->now = happened;
    plan->event = event;
    plan->happened = happened;
    plan->recorded = command->recorded != INSTANT_NONE ? command->recorded : planning->given->now;
    plan->given = planning->given;
    plan->next_id = planning->given->next_id;
    plan->notes = json_object();
    plan->changes = json_array();
    plan->transcript = json_array();
    planning->event = (struct event){.name = event,
                                     .data = command->data,
                                     .of = command->of,
                                     .at = happened,
                                     .recorded = plan->recorded,
                                     .actor = planning->actor};
    planning_unshare(planning->arena, planning->subject);
    case_remember(planning);
    touched_begin(planning);
    planning->rules->api->begin(planning->rules->self, planning->arena, planning->world, &plan->transcript);
}

struct subject *planning_copy(struct arena *arena, const struct subject *subject)
{
    struct json *document = arena_new(arena, struct json);
    struct subject *copy = arena_new(arena, struct subject);
    struct error error;
    *document = subject_write(arena, subject);
    enum status status = subject_read(arena, subject->definition, document, copy, &error);
    insist(status == STATUS_OK); /* it stands already */
    copy->id = subject->id;
    copy->kind = subject->kind;
    copy->reference = subject->reference;
    copy->version = subject->version;
    planning_unshare(arena, copy);
    return copy;
}

/* --- the end -------------------------------------------------------------------- */

/* A subject to which nothing happened stands as it stood. */
void planning_put_back(struct planning *planning, const struct json *document)
{
    struct subject *subject = planning->subject;
    struct subject fresh;
    if (document->type == JSON_NULL) {
        subject_init(&fresh, planning->definition);
    } else {
        struct error error;
        enum status status = subject_read(planning->arena, planning->definition, document, &fresh, &error);
        insist(status == STATUS_OK); /* it could be read before */
    }
    fresh.id = subject->id;
    fresh.kind = subject->kind;
    fresh.reference = subject->reference;
    fresh.version = subject->version;
    *subject = fresh;
}

static void conclude(struct planning *planning, const struct json *document, bool done)
{
    struct plan *plan = planning->plan;
    plan->before = *document;
    plan->after = planning->subject;
    if (planning->failed) {
        plan->outcome = OUTCOME_FAILED;
    } else if (plan->outcome != OUTCOME_UNKNOWN) {
        plan->outcome = done ? OUTCOME_DONE : OUTCOME_REFUSED;
        insist(done || plan->unmet.count);
    }
    if (plan->outcome != OUTCOME_DONE) {
        planning_put_back(planning, document);
        plan->document = *document;
        plan->messages.count = plan->told.count = plan->ledger.count = 0;
        plan->next_id = planning->given->next_id;
        return;
    }
    plan->document = subject_write(planning->arena, plan->after);
    struct json empty = json_object();
    json_diff(planning->arena, document->type == JSON_NULL ? &empty : document, &plan->document,
              &plan->changes);
    plan->after->version++;
}

/* What only an answer shows is no part of what was planned: the transcript does not tell of it. */
static void show(struct planning *planning)
{
    struct plan *plan = planning->plan;
    struct json transcript = plan->transcript, failed = json_array();
    struct scope scope = {.world = planning->world, .subject = plan->after, .now = planning->now};
    plan->data = plan->after->data;
    if (planning->command->origin == ORIGIN_TIME || plan->outcome == OUTCOME_FAILED) {
        return;
    }
    plan->data = computed_fields(planning->arena, &scope, planning->rules, &failed);
    plan->transcript = transcript;
    for (uint32_t i = 0; i < failed.count; i++) {
        planning_note(planning, "errors", failed.elements[i]);
    }
}

/* The log tells which rules were left out, and why. */
static void tell_left_out(struct planning *planning)
{
    const struct json *transcript = &planning->plan->transcript;
    for (uint32_t i = 0; i < transcript->count; i++) {
        const struct json *why = json_get(&transcript->elements[i], TEXT("left_out"));
        if (why) {
            planning_note(planning, "log", *why);
        }
    }
}

struct plan *planning_finish(struct planning *planning, const struct json *document, bool done)
{
    tell_left_out(planning);
    conclude(planning, document, done);
    show(planning);
    planning->rules->api->end(planning->rules->self);
    return planning->plan;
}

bool planning_settle(struct planning *planning, bool done)
{
    if (done && !planning->failed) {
        settle(planning);
    }
    if (done && !planning->failed) {
        settle_messages(planning);
    }
    return done && !planning->failed && planning->plan->unmet.count == 0;
}

struct plan *plan_build(struct arena *arena, const struct world *world, struct subject *subject,
                        const struct json *document, const struct command *command, const struct given *given,
                        const struct rules *rules)
{
    bool is_open = text_is(command->event, "open");
    insist(is_open == (subject->version == 0));
    insist(command->at == INSTANT_NONE || command->at <= given->now);
    struct plan *plan = arena_new(arena, struct plan);
    struct planning planning = planning_of(arena, world, subject, command, given, rules, plan);
    planning.roles = planning_roles(subject->definition, command);
    planning_begin(&planning, command->event, command->at == INSTANT_NONE ? given->now : command->at);
    bool done = false;
    if (is_open) {
        done = require_until(&planning) && take_open(&planning);
    } else if (!definition_knows(subject->definition, command->event)) {
        plan->outcome = OUTCOME_UNKNOWN;
    } else {
        done = require_until(&planning) && take(&planning);
    }
    done = planning_settle(&planning, done);
    if (!done) {
        foresee_refused(&planning);
    } else if (text_is(command->event, "move")) {
        moving_foresee(&planning);
    }
    planning_finish(&planning, document, done);
    if (plan->outcome == OUTCOME_REFUSED) {
        explain_refused(&planning, document);
    }
    return plan;
}
