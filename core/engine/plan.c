/* A command becomes a plan: which kind of event it is, and the order in which everything is settled. Begin to
 * read here.
 *
 *   plan_build   open          → begin: the form, then the first configuration
 *                task.X.done   → its task ends, then the statechart hears of it
 *                allocate, note, reopen: the engine's own
 *                any other     → the form, the guards, what is required, the macrostep
 *   plan_time    the nearest timer or point of a deadline, as an event of `system`
 *
 * Then all is settled (settle.c) and the difference of the documents is the change. */
#include "engine/planning.h"

#include "base/insist.h"

#define ALL_ROLES (~(role_set)0)

static role_set roles_of(const struct definition *definition, const struct command *command)
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

/* "unborn/2" told apart; false when there is no such item. */
static bool read_of(struct planning *planning, struct text of)
{
    planning->event_each = DEFINITION_NONE;
    planning->event_item = 0;
    if (of.size == 0) {
        return true;
    }
    size_t slash = text_find(of, '/');
    const struct field *list = definition_field(planning->definition, text_part(of, 0, slash));
    int64_t item;
    bool found = list && list->type == FIELD_LIST && slash < of.size &&
                 text_integer(text_part(of, slash + 1, of.size - slash - 1), &item) && item > 0 &&
                 item <= INT32_MAX && subject_item(planning->subject, list, (uint32_t)item);
    if (!found) {
        planning_unmet(planning, "form", "There is no %.*s in this case.", TEXT_ARGS(of))->field = TEXT("of");
        return false;
    }
    planning->event_item = (uint32_t)item;
    for (size_t i = 0; i < planning->definition->state_count; i++) {
        if (planning->definition->states[i].each == list) {
            planning->event_each = (uint16_t)i;
            break;
        }
    }
    return true;
}

/* What JSON the plan will change at its first level must not be shared with the document that it came from.
 */
static void unshare(struct arena *arena, struct subject *subject)
{
    subject->data = json_shallow(arena, subject->data);
    subject->numbers = json_shallow(arena, subject->numbers);
    subject->exceptions = json_shallow(arena, subject->exceptions);
    subject->links = json_shallow(arena, subject->links);
}

static void begin(struct planning *planning, struct text event, instant happened)
{
    struct plan *plan = planning->plan;
    const struct command *command = planning->command;
    planning->now = happened;
    plan->event = event;
    plan->happened = happened;
    plan->recorded = command->recorded != INSTANT_NONE ? command->recorded : planning->given->now;
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
    unshare(planning->arena, planning->subject);
    planning->rules->api->begin(planning->rules->self, planning->arena, planning->world, &plan->transcript);
}

/* --- the kinds of event ----------------------------------------------------------- */

static struct text title_of(const struct definition *definition, struct text event)
{
    const struct event_declaration *declared = definition_event(definition, event);
    return declared && declared->title.size ? declared->title : event;
}

static void set_forms(struct planning *planning, const struct form *const *forms, size_t count)
{
    planning->event.forms = forms;
    planning->event.form_count = count;
}

static void set_declared_form(struct planning *planning, struct text event)
{
    const struct event_declaration *declared = definition_event(planning->definition, event);
    if (declared && declared->form) {
        const struct form **form = arena_alloc(planning->arena, sizeof *form);
        *form = declared->form;
        set_forms(planning, form, 1);
    }
}

static void begin_data(struct planning *planning)
{
    const struct definition *definition = planning->definition;
    for (size_t i = 0; i < definition->fields.count; i++) {
        const struct field *field = &definition->fields.at[i];
        struct error error;
        struct json given, value;
        struct text sentence = {0};
        struct scope scope = planning_scope(planning, NODE_ROOT);
        if (operand_value(planning, &field->initial, &scope, &given, &error) != STATUS_OK) {
            planning_fail(planning, &error);
            return;
        }
        if (given.type == JSON_NULL) {
            continue;
        }
        if (!field_take(planning, field, &given, &value, &sentence)) {
            error_set(&error, STATUS_INVALID, "the default of %.*s is not valid: %.*s",
                      TEXT_ARGS(field->name), TEXT_ARGS(sentence));
            planning_fail(planning, &error);
            return;
        }
        field_write(planning, field, 0, value);
    }
}

/* A workflow without a form for `open` takes what is a field into the field, and refuses nothing. */
static void take_free_data(struct planning *planning)
{
    const struct json *data = &planning->event.data;
    for (uint32_t i = 0; data->type == JSON_OBJECT && i < data->count; i++) {
        const struct field *field = definition_field(planning->definition, data->members[i].name);
        struct json value;
        struct text sentence;
        if (!field) {
            continue;
        }
        if (field_take(planning, field, &data->members[i].value, &value, &sentence)) {
            field_write(planning, field, 0, value);
        } else {
            planning_unmet(planning, "form", "%.*s: %.*s", TEXT_ARGS(field->name), TEXT_ARGS(sentence))
                ->field = field->name;
        }
    }
}

static bool take_open(struct planning *planning)
{
    struct subject *subject = planning->subject;
    const struct event_declaration *declared = definition_event(planning->definition, TEXT("open"));
    bool allowed = require_roles(planning, declared ? declared->roles : 0);
    subject->opened = planning->now;
    subject->area = planning->command->area;
    set_declared_form(planning, TEXT("open"));
    begin_data(planning);
    if (planning->event.form_count) {
        answers_take(planning, NULL);
    } else {
        take_free_data(planning);
    }
    if (!allowed || planning->plan->unmet.count || planning->failed) {
        return false;
    }
    step_begin(planning);
    return true;
}

static void no_transition(struct planning *planning)
{
    struct text event = planning->event.name;
    struct text title = title_of(planning->definition, event);
    if (select_taken(planning, event) == TAKEN_BY_ACTIVE) {
        planning_unmet(planning, "guard", "“%.*s” does not apply as things stand.", TEXT_ARGS(title));
    } else {
        planning_unmet(planning, "not-now", "“%.*s” is not possible at this point.", TEXT_ARGS(title));
    }
}

/* Chooses, checks and runs; with MOVES an event that nothing takes is done all the same and moves nothing. */
static bool run_event(struct planning *planning, bool moves)
{
    struct enabled_set enabled = {0};
    if (planning->given_up) {
        return true;
    }
    deadlines_meet(planning, planning->event.name, planning->event_item);
    select_transitions(planning, &planning->event, &enabled);
    if (planning->failed) {
        return false;
    }
    if (enabled.list.count == 0 && !moves) {
        no_transition(planning);
        return false;
    }
    if (!require_all(planning, &enabled) || planning->plan->unmet.count) {
        return false;
    }
    step_macro(planning, &enabled);
    return !planning->failed;
}

static bool take_task_act(struct planning *planning, const struct task *task, struct text verb)
{
    static const char *const extra[] = {"reason", "worker", NULL};
    bool valid = task_act_check(planning, task, verb);
    if (text_is(verb, "done") && task->form_count) {
        set_forms(planning, task->forms, task->form_count);
    } else {
        set_declared_form(planning, planning->event.name);
    }
    if (!answers_take(planning, extra) || !valid) {
        return false;
    }
    task_act_do(planning, task, verb);
    return run_event(planning, true);
}

static bool take_allocate(struct planning *planning)
{
    const struct event_declaration *declared = definition_event(planning->definition, TEXT("allocate"));
    const struct json *worker = json_member_of(&planning->event.data, "worker");
    bool allowed = require_roles(planning, declared ? declared->roles : 0);
    if (!worker || (worker->type != JSON_STRING && worker->type != JSON_NULL)) {
        planning_unmet(planning, "form", "Say to which worker.")->field = TEXT("worker");
        return false;
    }
    if (!allowed) {
        return false;
    }
    planning->subject->worker = json_text(worker);
    return run_event(planning, true);
}

static bool take_ordinary(struct planning *planning)
{
    const struct event_declaration *declared = definition_event(planning->definition, planning->event.name);
    bool allowed = require_roles(planning, declared ? declared->roles : 0);
    if (select_taken(planning, planning->event.name) != TAKEN_BY_ACTIVE) {
        planning->plan->unmet.count = 0;
        no_transition(planning);
        return false;
    }
    set_declared_form(planning, planning->event.name);
    if (!answers_take(planning, NULL)) {
        return false;
    }
    return run_event(planning, false) && allowed;
}

static bool is_own(struct text event, const char *name)
{
    return text_is(event, name);
}

/* A closed case takes only what puts it right (LANGUAGE 8). */
static bool take_closed(struct planning *planning)
{
    struct text event = planning->event.name;
    if (is_own(event, "note")) {
        return true;
    }
    planning_unmet(planning, "closed", "This case is closed.");
    return false;
}

static bool take(struct planning *planning)
{
    const struct task *task;
    struct text verb, event = planning->event.name;
    if (!read_of(planning, planning->command->of)) {
        return false;
    }
    if (planning->subject->closed != INSTANT_NONE) {
        return take_closed(planning);
    }
    if (task_act_read(planning->definition, event, &task, &verb)) {
        return take_task_act(planning, task, verb);
    }
    if (is_own(event, "allocate")) {
        return take_allocate(planning);
    }
    if (is_own(event, "note")) {
        return run_event(planning, true);
    }
    return take_ordinary(planning);
}

/* --- the end -------------------------------------------------------------------- */

/* A subject to which nothing happened stands as it stood. */
static void put_back(struct planning *planning, const struct json *document)
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

static struct plan *finish(struct planning *planning, const struct json *document, bool done)
{
    struct plan *plan = planning->plan;
    planning->rules->api->end(planning->rules->self);
    plan->before = *document;
    plan->after = planning->subject;
    if (planning->failed) {
        plan->outcome = OUTCOME_FAILED;
    } else if (plan->outcome != OUTCOME_UNKNOWN) {
        plan->outcome = done ? OUTCOME_DONE : OUTCOME_REFUSED;
        insist(done || plan->unmet.count);
    }
    if (plan->outcome != OUTCOME_DONE) {
        put_back(planning, document);
        plan->document = *document;
        plan->messages.count = plan->told.count = plan->ledger.count = 0;
        plan->next_id = planning->given->next_id;
        return plan;
    }
    plan->document = subject_write(planning->arena, plan->after);
    struct json empty = json_object();
    json_diff(planning->arena, document->type == JSON_NULL ? &empty : document, &plan->document,
              &plan->changes);
    plan->after->version++;
    return plan;
}

static bool settle_all(struct planning *planning, bool done)
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
    struct planning planning = {.arena = arena,
                                .world = world,
                                .definition = subject->definition,
                                .subject = subject,
                                .command = command,
                                .given = given,
                                .rules = rules,
                                .plan = plan,
                                .actor = command->actor,
                                .roles = roles_of(subject->definition, command),
                                .event_each = DEFINITION_NONE};
    begin(&planning, command->event, command->at == INSTANT_NONE ? given->now : command->at);
    bool done = false;
    if (is_open) {
        done = take_open(&planning);
    } else if (!definition_knows(subject->definition, command->event)) {
        plan->outcome = OUTCOME_UNKNOWN;
    } else {
        done = take(&planning);
    }
    return finish(&planning, document, settle_all(&planning, done));
}

/* --- time ----------------------------------------------------------------------- */

/* The timer that comes first: the nearest, and of those the one started first. */
static struct timer *first_timer(struct subject *subject, instant due)
{
    struct timer *first = NULL;
    vector_each(struct timer, timer, &subject->timers)
    {
        if (timer->due == due && (!first || timer->order < first->order)) {
            first = timer;
        }
    }
    return first;
}

static struct deadline_state *first_point(struct subject *subject, instant due)
{
    vector_each(struct deadline_state, state, &subject->deadlines)
    {
        bool comes = state->warn_at == due || state->overdue_at == due || state->late_at == due;
        if (deadline_is_open(state) && comes) {
            return state;
        }
    }
    return NULL;
}

static bool run_timer(struct planning *planning, struct timer timer)
{
    struct subject *subject = planning->subject;
    const struct state *state = node_state(planning->definition, timer.node);
    planning->event.name = planning->plan->event = timer.name;
    planning->event.data = timer.data;
    if (timer.node.item != 0) {
        planning->event_each = state->each ? state->index : state->strand;
        planning->event_item = timer.node.item;
    }
    if (timer.kind != TIMER_TASK) {
        return run_event(planning, true);
    }
    const struct task *task = definition_task(planning->definition, timer.name);
    insist(task && subject->closed == INSTANT_NONE);
    planning->plan->event = text_printf(planning->arena, "task.%.*s.added", TEXT_ARGS(timer.name));
    task_open(planning, task, timer.node.item);
    return true;
}

static bool take_point_or_timer(struct planning *planning)
{
    struct subject *subject = planning->subject;
    struct deadline_state *state = first_point(subject, planning->now);
    if (state) {
        planning->event.name = deadline_point(planning, state, planning->now);
        planning->event_item = state->item;
        planning->event_each = state->deadline ? planning->definition->states[state->deadline->state].strand
                                               : planning->definition->states[state->task->state].strand;
        return run_event(planning, true);
    }
    struct timer *timer = first_timer(subject, planning->now);
    insist(timer);
    struct timer taken = *timer;
    vector_remove(&subject->timers, (size_t)(timer - subject->timers.at));
    return run_timer(planning, taken);
}

/* Time cannot be refused: where nobody may act, the point has passed all the same, and the entry says why
 * nothing came of it. */
static bool take_time(struct planning *planning)
{
    if (take_point_or_timer(planning)) {
        return true;
    }
    if (planning->failed) {
        return false;
    }
    vector_each(const struct unmet, unmet, &planning->plan->unmet)
    {
        planning_note(planning, "dropped", json_string(unmet->text));
    }
    planning->plan->unmet.count = 0;
    return true;
}

/* A timer whose plan fails must not come again for ever: it passes without effect, and the entry keeps the
 * failure. */
static bool give_up(struct planning *planning, const struct json *document)
{
    struct plan *plan = planning->plan;
    struct text why = text_copy(planning->arena, text_of(plan->failure.message));
    put_back(planning, document);
    unshare(planning->arena, planning->subject);
    planning->failed = false;
    planning->given_up = true;
    planning->queue.count = planning->queue_head = planning->sent.count = planning->sent_head = 0;
    planning->notifications.count = planning->repeats.count = 0;
    plan->outcome = OUTCOME_DONE;
    plan->messages.count = plan->told.count = plan->ledger.count = plan->unmet.count = 0;
    plan->next_id = planning->given->next_id;
    planning_note(planning, "failed", json_string(why));
    return take_point_or_timer(planning) && !planning->failed;
}

struct plan *plan_time(struct arena *arena, const struct world *world, struct subject *subject,
                       const struct json *document, const struct given *given, const struct rules *rules)
{
    static const struct command by_time = {.origin = ORIGIN_TIME,
                                           .actor = {"system", 6},
                                           .at = INSTANT_NONE,
                                           .recorded = INSTANT_NONE,
                                           .override_until = DATE_NONE};
    instant due = subject_next_due(subject);
    insist(due != INSTANT_NONE && due <= given->now);
    struct plan *plan = arena_new(arena, struct plan);
    struct planning planning = {.arena = arena,
                                .world = world,
                                .definition = subject->definition,
                                .subject = subject,
                                .command = &by_time,
                                .given = given,
                                .rules = rules,
                                .plan = plan,
                                .actor = by_time.actor,
                                .event_each = DEFINITION_NONE};
    begin(&planning, (struct text){0}, due);
    bool done = settle_all(&planning, take_time(&planning));
    if (planning.failed) {
        done = give_up(&planning, document);
    }
    return finish(&planning, document, done);
}
