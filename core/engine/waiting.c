/* Messages that wait: in the outbox they are until their time comes, and here as long as they can still be
 * stopped. What a message's `while` says is asked anew by every command, and what it no longer allows is
 * stopped in that same transaction.
 *
 * In the document `waiting` holds KEY → {message, item, at}, where KEY is "ENTRY/NUMBER": which entry wrote
 * it, and which of its messages it is. Those that are stopped are told in the notes (`stopped`), whence they
 * are taken out of the outbox. */
#include "engine/reading.h"
#include "engine/story.h"

#include <inttypes.h>

bool waiting_is_whole(const struct json *waiting)
{
    for (uint32_t i = 0; i < waiting->count; i++) {
        const struct json *one = &waiting->members[i].value, *at = json_member_of(one, "at");
        int64_t item = json_get_integer(one, "item", 0);
        if (json_get_text(one, "message").size == 0 || !at || at->type != JSON_INTEGER || item < 0 ||
            item > INT32_MAX) {
            return false;
        }
    }
    return true;
}

static void stop(struct planning *planning, struct text key, const struct json *one)
{
    struct json note = json_shallow(planning->arena, *one);
    json_set(planning->arena, &note, TEXT("key"), json_string(key));
    planning_note(planning, "stopped", note);
}

/* A message that this version of the workflow does not know any more can be asked nothing, and waits on. */
static bool may_go(struct planning *planning, const struct json *one)
{
    const struct definition *definition = planning->definition;
    int32_t index = map_get(&definition->messages_by_name, json_get_text(one, "message"));
    const struct message *message = index == MAP_NONE ? NULL : &definition->messages[index];
    uint32_t item = (uint32_t)json_get_integer(one, "item", 0);
    struct text list = json_get_text(one, "list");
    const struct field *field = list.size ? definition_field(definition, list) : NULL;
    struct scope scope = planning_scope_item(planning, field, item);
    return !message || !message->only_while || planning_holds(planning, message->only_while, &scope, "while");
}

void waiting_settle(struct planning *planning)
{
    struct subject *subject = planning->subject;
    struct json left = json_object();
    for (uint32_t i = 0; i < subject->waiting.count && !planning->failed; i++) {
        const struct json_member *member = &subject->waiting.members[i];
        if (json_get_integer(&member->value, "at", 0) <= planning->given->now) {
            continue;
        }
        if (may_go(planning, &member->value)) {
            json_set(planning->arena, &left, member->name, member->value);
        } else {
            stop(planning, member->name, &member->value);
        }
    }
    subject->waiting = left;
}

void waiting_begin(struct planning *planning, const struct outgoing *outgoing, const struct field *list,
                   size_t number)
{
    struct subject *subject = planning->subject;
    struct json one = json_object();
    if (outgoing->at == INSTANT_NONE || outgoing->at <= planning->given->now) {
        return;
    }
    if (subject->waiting.count >= SUBJECT_WAITING_LIMIT) {
        struct error error;
        error_set(&error, STATUS_LIMIT, "more than %d messages of one case would wait",
                  SUBJECT_WAITING_LIMIT);
        planning_fail(planning, &error);
        return;
    }
    json_set(planning->arena, &one, TEXT("at"), json_integer(outgoing->at));
    json_set(planning->arena, &one, TEXT("message"), json_string(outgoing->message->name));
    if (outgoing->item) {
        json_set(planning->arena, &one, TEXT("item"), json_integer(outgoing->item));
        json_set(planning->arena, &one, TEXT("list"), json_string(list->name));
    }
    struct text key = text_printf(planning->arena, "%" PRIu64 "/%zu", subject->version + 1, number);
    json_set(planning->arena, &subject->waiting, key, one);
}

/* --- corrections -------------------------------------------------------------------------- */

/* One that waits in the story told rightly as well; it is taken out of RIGHTLY. */
static bool waits_rightly(struct json *rightly, const struct json *one)
{
    for (uint32_t i = 0; i < rightly->count; i++) {
        if (json_equal(&rightly->members[i].value, one)) {
            return json_unset(rightly, rightly->members[i].name);
        }
    }
    return false;
}

void waiting_correct(struct correcting *correcting, const struct subject *present)
{
    struct planning *planning = &correcting->planning;
    struct subject *after = correcting->subject;
    struct json rightly = json_shallow(planning->arena, after->waiting), left = json_object();
    for (uint32_t i = 0; i < present->waiting.count; i++) {
        const struct json_member *member = &present->waiting.members[i];
        if (json_get_integer(&member->value, "at", 0) <= planning->given->now) {
            continue;
        }
        if (waits_rightly(&rightly, &member->value)) {
            json_set(planning->arena, &left, member->name, member->value);
        } else {
            stop(planning, member->name, &member->value);
        }
    }
    after->waiting = left;
    correcting->document = json_shallow(planning->arena, correcting->document);
    (void)json_unset(&correcting->document, TEXT("waiting"));
    if (left.count) {
        json_set(planning->arena, &correcting->document, TEXT("waiting"), left);
    }
}

bool waiting_is_stopped(const struct correcting *correcting, struct text message, size_t times)
{
    const struct json *stopped = json_member_of(&correcting->planning.plan->notes, "stopped");
    size_t found = 0;
    for (uint32_t i = 0; stopped && i < stopped->count; i++) {
        found += text_equal(json_get_text(&stopped->elements[i], "message"), message);
    }
    return times <= found;
}
