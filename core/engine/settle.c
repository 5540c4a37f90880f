/* What follows at the end of every macrostep: tasks whose time has come, deadlines computed anew, milestones
 * reached; and what these raise, until nothing more happens. Then the messages are written, from the case as
 * it will stand. */
#include "engine/planning.h"

static bool is_reached(const struct subject *subject, const struct milestone *milestone, uint32_t item)
{
    vector_each(const struct milestone_state, state, &subject->milestones)
    {
        if (state->milestone == milestone && state->item == item) {
            return true;
        }
    }
    return false;
}

/* Whether something was reached that a deadline may have waited for. */
static bool reach(struct planning *planning, const struct milestone *milestone, struct node_id node)
{
    struct subject *subject = planning->subject;
    struct scope scope = planning_scope(planning, node);
    if (is_reached(subject, milestone, node.item) ||
        !planning_holds(planning, milestone->when, &scope, "milestone")) {
        return false;
    }
    planning->touched.milestones = true;
    vector_push(planning->arena, &subject->milestones,
                (struct milestone_state){milestone, node.item, planning->now});
    if (subject->closed == INSTANT_NONE) {
        const struct field *list = node.item ? strand_list(planning->definition, node.state) : NULL;
        deadlines_meet(planning, milestone->name, list, node.item);
    }
    return true;
}

static bool settle_milestones(struct planning *planning)
{
    const struct definition *definition = planning->definition;
    bool reached = false;
    for (size_t i = 0; i < definition->milestone_count && !planning->failed; i++) {
        const struct milestone *milestone = &definition->milestones[i];
        if (milestone->state == 0) {
            reached = reach(planning, milestone, NODE_ROOT) || reached;
            continue;
        }
        for (size_t a = 0; a < planning->subject->configuration.count; a++) {
            struct node_id node = planning->subject->configuration.at[a].node;
            if (node.state == milestone->state && !node_is_strand(definition, node)) {
                reached = reach(planning, milestone, node) || reached;
            }
        }
    }
    return reached;
}

static bool more_waits(const struct planning *planning)
{
    return planning->queue_head < planning->queue.count || planning->sent_head < planning->sent.count;
}

void settle(struct planning *planning)
{
    while (!planning->failed) {
        if (planning->subject->closed == INSTANT_NONE) {
            tasks_repeat(planning);
            tasks_settle(planning);
            deadlines_settle(planning);
        }
        bool reached = settle_milestones(planning); /* it may have met a deadline that opens again */
        if (!reached && !more_waits(planning)) {
            return;
        }
        struct enabled_set none = {0};
        step_macro(planning, &none);
    }
}

static struct text person_of(const struct planning *planning, const struct notification *notification)
{
    const struct field *person = notification->message->person;
    return person ? json_text(field_read(planning->subject, person, notification->item)) : (struct text){0};
}

/* The same words to the same people, once: eight dates that have passed already are one alert. */
static bool is_written(const struct plan *plan, const struct outgoing *outgoing)
{
    vector_each(const struct outgoing, one, &plan->messages)
    {
        if (one->message == outgoing->message && one->at == outgoing->at &&
            text_equal(one->person, outgoing->person) && text_equal(one->text, outgoing->text) &&
            text_equal(one->subject_line, outgoing->subject_line)) {
            return true;
        }
    }
    return false;
}

static void write_message(struct planning *planning, const struct notification *notification)
{
    const struct message *message = notification->message;
    struct scope scope = planning_scope_item(planning, notification->list, notification->item);
    scope.event = &notification->event;
    struct outgoing outgoing = {.message = message, .item = notification->item, .at = INSTANT_NONE};
    if (message->only_while && !planning_holds(planning, message->only_while, &scope, "while")) {
        return;
    }
    outgoing.person = person_of(planning, notification);
    if (message->person && outgoing.person.size == 0) {
        return;
    }
    outgoing.subject_line = template_fill(planning, &message->subject, &scope);
    outgoing.text = template_fill(planning, &message->text, &scope);
    if (message->at.expression) {
        struct value value;
        struct error error;
        if (planning_evaluate(planning, message->at.expression, &scope, &value, &error) != STATUS_OK) {
            planning_note(planning, "errors",
                          json_string(text_copy(planning->arena, text_of(error.message))));
            return;
        }
        outgoing.at = value.kind == VALUE_INSTANT ? value.at
                      : value.kind == VALUE_DATE  ? zone_day_start(planning->world->zone, value.day)
                                                  : INSTANT_NONE;
    }
    if (!is_written(planning->plan, &outgoing)) {
        waiting_begin(planning, &outgoing, notification->list, planning->plan->messages.count);
        vector_push(planning->arena, &planning->plan->messages, outgoing);
    }
}

void settle_messages(struct planning *planning)
{
    waiting_settle(planning);
    if (planning->given->quiet) {
        return;
    }
    if (planning->notifications.count > PLAN_MESSAGE_LIMIT) {
        struct error error;
        error_set(&error, STATUS_LIMIT, "one event would send more than %d messages", PLAN_MESSAGE_LIMIT);
        planning_fail(planning, &error);
        return;
    }
    vector_each(const struct notification, notification, &planning->notifications)
    {
        write_message(planning, notification);
    }
}
