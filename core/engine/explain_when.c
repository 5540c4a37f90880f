/* When what is refused can be done, by time alone (docs/decisions/looking-ahead.md).
 *
 * First on the case as it stands: the moment at which all that is unmet holds. Then the case's own timers and
 * deadlines are let pass on a copy, one after the other, and after each it is asked again what can be done
 * then. A moment that was found on the case as it stands holds only if what passes before it leaves it
 * possible. */
#include "engine/explaining.h"

#include "base/insist.h"
#include "engine/foresee.h"

/* What is hoped of one event. */
struct hope {
    bool open;  /* its moment is still sought */
    instant at; /* when it may be possible: INSTANT_NONE, or to be asked again if something passes before */
};

struct passing {
    struct explaining *explaining;
    struct hope *hopes; /* as the events */
    size_t *left;
    struct subject *subject; /* the copy that time moves */
    struct json document;
    instant until; /* so far is looked */
};

static bool is_code(const struct unmet *unmet, const char *code)
{
    return text_is(text_of(unmet->code), code);
}

/* Whether time may bring it: nothing stands against it that only a person changes. A timer may end a task. */
static bool is_hopeful(const struct explained *explained)
{
    static const char *const by_time[] = {"not-now", "guard", "requires", "rule", "task"};
    vector_each(const struct unmet, unmet, &explained->unmet)
    {
        bool found = false;
        for (size_t i = 0; i < sizeof by_time / sizeof *by_time; i++) {
            found = found || is_code(unmet, by_time[i]);
        }
        if (!found) {
            return false;
        }
    }
    return explained->outcome == OUTCOME_REFUSED;
}

/* --- the case as it stands ---------------------------------------------------------- */

struct asked {
    struct explaining *explaining;
    const struct target *target;
};

static enum foreseen can_be_done(void *self, instant at)
{
    const struct asked *asked = self;
    struct explained explained;
    explaining_ask(asked->explaining, asked->target, at, &explained);
    return explained.outcome == OUTCOME_FAILED ? FORESEEN_CUT
           : explained.outcome == OUTCOME_DONE ? FORESEEN_YES
                                               : FORESEEN_NO;
}

/* The latest of the moments of what is unmet; INSTANT_NONE where one of them has none. */
static instant latest(const struct explained *explained, const struct zone *zone)
{
    instant last = INSTANT_NONE;
    vector_each(const struct unmet, unmet, &explained->unmet)
    {
        instant at = moment_begin(unmet->when, zone);
        if (at == INSTANT_NONE) {
            return INSTANT_NONE;
        }
        last = last == INSTANT_NONE || at > last ? at : last;
    }
    return last;
}

static instant hope_as_it_stands(struct explaining *explaining, size_t index, size_t *left)
{
    const struct zone *zone = explaining->planning.world->zone;
    struct asked asked = {explaining, &explaining->targets.at[index]};
    struct foresight foresight = {can_be_done, &asked, zone, true, left};
    instant at = latest(&explaining->explanation->events.at[index], zone);
    if (at == INSTANT_NONE || *left == 0) {
        return INSTANT_NONE;
    }
    --*left;
    explaining_begin(explaining);
    enum foreseen holds = can_be_done(&asked, at);
    if (holds != FORESEEN_YES) {
        at = holds == FORESEEN_CUT ? INSTANT_NONE : moment_begin(foresee(&foresight, at), zone);
    }
    explaining_end(explaining);
    return at;
}

/* --- what passes ---------------------------------------------------------------------- */

static bool asks_again(struct passing *passing, size_t index, instant at)
{
    struct explaining *explaining = passing->explaining;
    struct asked asked = {explaining, &explaining->targets.at[index]};
    if (*passing->left == 0) {
        return false;
    }
    --*passing->left;
    explaining_begin(explaining);
    bool done = can_be_done(&asked, at) == FORESEEN_YES;
    explaining_end(explaining);
    return done;
}

static void found(struct passing *passing, size_t index, instant at)
{
    struct explained *explained = &passing->explaining->explanation->events.at[index];
    explained->when = moment_from(passing->explaining->planning.world->zone, at);
    passing->hopes[index].open = false;
    vector_each(struct unmet, unmet, &explained->unmet)
    {
        if (unmet->when.kind == MOMENT_NONE && (is_code(unmet, "not-now") || is_code(unmet, "guard"))) {
            unmet->when = explained->when;
        }
    }
}

/* What was hoped for before BEFORE is held against the case as it stands by then. MOVED: time has moved it.
 */
static void confirm(struct passing *passing, instant before, bool moved)
{
    for (size_t i = 0; i < passing->explaining->targets.count; i++) {
        struct hope *hope = &passing->hopes[i];
        if (!hope->open || hope->at == INSTANT_NONE || hope->at >= before) {
            continue;
        }
        if (!moved || asks_again(passing, i, hope->at)) {
            found(passing, i, hope->at);
        }
        hope->at = INSTANT_NONE;
    }
}

static void ask_all(struct passing *passing, instant at)
{
    for (size_t i = 0; i < passing->explaining->targets.count; i++) {
        if (passing->hopes[i].open && asks_again(passing, i, at)) {
            found(passing, i, at);
        }
    }
}

static bool some_are_open(const struct passing *passing)
{
    for (size_t i = 0; i < passing->explaining->targets.count; i++) {
        if (passing->hopes[i].open) {
            return true;
        }
    }
    return false;
}

/* One timer or point of a deadline passes on the copy; false when that cannot be planned. */
static bool pass_one(struct passing *passing, instant now)
{
    struct planning *planning = &passing->explaining->planning;
    struct given given = {.now = now, .quiet = true};
    struct plan *plan = plan_time(planning->arena, planning->world, passing->subject, &passing->document,
                                  &given, planning->rules);
    if (plan->outcome != OUTCOME_DONE) {
        return false;
    }
    passing->subject = plan->after;
    passing->document = plan->document;
    planning->subject = plan->after;
    return true;
}

/* A copy that shares nothing which a plan changes. */
static void copy_subject(struct passing *passing)
{
    const struct planning *planning = &passing->explaining->planning;
    struct error error;
    passing->document = subject_write(planning->arena, planning->subject);
    passing->subject = arena_new(planning->arena, struct subject);
    enum status status =
        subject_read(planning->arena, planning->definition, &passing->document, passing->subject, &error);
    insist(status == STATUS_OK); /* it stands already */
    passing->subject->id = planning->subject->id;
    passing->subject->kind = planning->subject->kind;
    passing->subject->reference = planning->subject->reference;
    passing->subject->version = planning->subject->version;
}

static void pass(struct passing *passing, instant now, size_t steps)
{
    bool moved = false;
    copy_subject(passing);
    for (; some_are_open(passing); steps--) {
        instant due = subject_next_due(passing->subject);
        bool ends = due == INSTANT_NONE || due > passing->until;
        confirm(passing, ends ? passing->until + 1 : due, moved);
        if (ends || steps == 0 || !pass_one(passing, due > now ? due : now)) {
            return;
        }
        moved = true;
        instant next = subject_next_due(passing->subject);
        if (next != due) { /* all that comes at this moment has passed */
            ask_all(passing, due > now ? due : now);
        }
    }
}

/* --- for whom ------------------------------------------------------------------------------- */

static void begin_passing(struct passing *passing, struct explaining *explaining, size_t *left)
{
    const struct planning *planning = &explaining->planning;
    date last = date_add_days(zone_date(planning->world->zone, planning->now), EXPLAIN_HORIZON_DAYS);
    *passing = (struct passing){.explaining = explaining, .left = left};
    passing->hopes = arena_array(planning->arena, struct hope, explaining->targets.count);
    passing->until = last == DATE_NONE ? planning->now : zone_day_end(planning->world->zone, last);
}

void explain_whens(struct explaining *explaining, size_t *left)
{
    struct passing passing;
    instant now = explaining->planning.now;
    begin_passing(&passing, explaining, left);
    for (size_t i = 0; i < explaining->targets.count; i++) {
        passing.hopes[i].open = is_hopeful(&explaining->explanation->events.at[i]);
        passing.hopes[i].at = passing.hopes[i].open ? hope_as_it_stands(explaining, i, left) : INSTANT_NONE;
    }
    pass(&passing, now, EXPLAIN_TIMER_STEPS);
}

/* Whether nothing is against it but that its time has not come. */
static bool waits_for_its_time(const struct plan *plan)
{
    vector_each(const struct unmet, unmet, &plan->unmet)
    {
        if ((!is_code(unmet, "not-now") && !is_code(unmet, "guard")) || unmet->when.kind != MOMENT_NONE) {
            return false;
        }
    }
    return plan->unmet.count > 0;
}

void explain_refused(struct planning *planning, const struct json *document)
{
    size_t left = EXPLAIN_REFUSAL_LIMIT;
    struct passing passing;
    struct text event = planning->event.name;
    if (planning->command->origin != ORIGIN_PERSON || document->type == JSON_NULL ||
        !waits_for_its_time(planning->plan) || subject_next_due(planning->subject) == INSTANT_NONE) {
        return;
    }
    struct explain_request request = {
        .actor = planning->actor, .roles = planning->roles, .now = planning->now};
    struct explaining *explaining = arena_new(planning->arena, struct explaining);
    explaining_init(explaining, planning->arena, planning->world, planning->subject, &request,
                    planning->rules);
    struct target target = {.event = event,
                            .declared = definition_event(planning->definition, event),
                            .list = planning->event_list,
                            .item = planning->event_item};
    struct explained explained = {.event = event};
    vector_push(planning->arena, &explaining->targets, target);
    vector_push(planning->arena, &explaining->explanation->events, explained);
    begin_passing(&passing, explaining, &left);
    passing.hopes[0] = (struct hope){.open = true, .at = INSTANT_NONE};
    pass(&passing, planning->now, EXPLAIN_REFUSAL_STEPS);
    vector_each(struct unmet, unmet, &planning->plan->unmet)
    {
        unmet->when = explaining->explanation->events.at[0].when;
    }
}
