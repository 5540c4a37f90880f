/* When conditions, rules and guards will hold. See foresee.h. */
#include "engine/foresee.h"

#include "engine/explain.h"

enum { MINUTE = 60000, COMPUTED_DEPTH = 16 };

/* --- the days ahead ------------------------------------------------------------- */

struct moment moment_from(const struct zone *zone, instant at)
{
    date day = zone_date(zone, at);
    if (day != DATE_NONE && zone_day_start(zone, day) == at) {
        return (struct moment){.kind = MOMENT_DATE, .day = day};
    }
    return (struct moment){.kind = MOMENT_INSTANT, .at = at};
}

instant moment_begin(struct moment moment, const struct zone *zone)
{
    return moment.kind == MOMENT_DATE      ? zone_day_start(zone, moment.day)
           : moment.kind == MOMENT_INSTANT ? moment.at
                                           : INSTANT_NONE;
}

static enum foreseen ask(const struct foresight *foresight, instant at)
{
    if (*foresight->left == 0) {
        return FORESEEN_CUT;
    }
    --*foresight->left;
    return foresight->holds(foresight->self, at);
}

/* The first whole minute after NO at which it holds, as it does at YES. */
static instant narrow(const struct foresight *foresight, instant no, instant yes)
{
    int64_t low = no / MINUTE, high = yes / MINUTE;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        enum foreseen holds = ask(foresight, middle * MINUTE);
        if (holds == FORESEEN_CUT) {
            break;
        }
        if (holds == FORESEEN_YES) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high * MINUTE < yes ? high * MINUTE : yes;
}

struct moment foresee(const struct foresight *foresight, instant from)
{
    struct moment never = {.kind = MOMENT_NONE};
    date today = zone_date(foresight->zone, from);
    instant before = from;
    if (today == DATE_NONE) {
        return never;
    }
    for (int32_t ahead = 1; ahead <= EXPLAIN_HORIZON_DAYS; ahead++) {
        date day = date_add_days(today, ahead);
        instant at = day == DATE_NONE ? INSTANT_NONE : zone_day_start(foresight->zone, day);
        enum foreseen holds = at == INSTANT_NONE ? FORESEEN_CUT : ask(foresight, at);
        if (holds == FORESEEN_CUT) {
            return never;
        }
        if (holds == FORESEEN_YES) {
            return moment_from(foresight->zone, foresight->by_minute ? narrow(foresight, before, at) : at);
        }
        before = at;
    }
    return never;
}

/* --- what reads time ----------------------------------------------------------------- */

static enum reads_time read_by(const struct definition *definition, const struct expression *expression,
                               int depth);

static enum reads_time most(enum reads_time a, enum reads_time b)
{
    return a > b ? a : b;
}

/* Of the computed ones among FIELDS, and their lists' items: the one of that NAME, or all when it is empty.
 */
static enum reads_time read_by_fields(const struct definition *definition, const struct fields *fields,
                                      struct text name, int depth)
{
    enum reads_time reads = READS_NO_TIME;
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        if (name.size && !text_equal(field->name, name)) {
            continue;
        }
        if (field->computed) {
            reads = most(reads, read_by(definition, field->computed, depth + 1));
        }
        if (field->of.computed) {
            reads = most(reads, read_by_fields(definition, &field->of, (struct text){0}, depth));
        }
    }
    return reads;
}

static enum reads_time read_by_items(const struct definition *definition, struct text name, int depth)
{
    enum reads_time reads = READS_NO_TIME;
    for (size_t i = 0; i < definition->fields.count; i++) {
        const struct fields *of = &definition->fields.at[i].of;
        reads = of->computed ? most(reads, read_by_fields(definition, of, name, depth)) : reads;
    }
    return reads;
}

static enum reads_time read_once(const struct definition *definition, const struct read *read, int depth)
{
    switch (read->kind) {
    case READ_DATA:
        return definition->fields.computed
                   ? read_by_fields(definition, &definition->fields, read->name, depth)
                   : READS_NO_TIME;
    case READ_ITEM:
        return read_by_items(definition, read->name, depth);
    case READ_NOW:
        return text_is(read->name, "now") ? READS_NOW : READS_DAY;
    case READ_EVENT:
        return read->name.size == 0 || text_is(read->name, "at") || text_is(read->name, "recorded")
                   ? READS_NOW
                   : READS_NO_TIME;
    case READ_RULE: /* a plugin reads what it likes */
        return READS_NOW;
    default:
        return READS_NO_TIME;
    }
}

static enum reads_time read_by(const struct definition *definition, const struct expression *expression,
                               int depth)
{
    enum reads_time reads = READS_NO_TIME;
    if (depth > COMPUTED_DEPTH) { /* they ask for one another: that fails when it is asked */
        return READS_NO_TIME;
    }
    for (size_t i = 0; i < expression->read_count; i++) {
        reads = most(reads, read_once(definition, &expression->reads[i], depth));
    }
    return reads;
}

enum reads_time time_read_by(const struct definition *definition, const struct expression *expression)
{
    return expression ? read_by(definition, expression, 0) : READS_NO_TIME;
}

/* --- requirements ------------------------------------------------------------------------ */

struct later {
    const struct planning *planning;
    const struct requirement *requirement;
    struct scope scope;
    struct event event;
};

static void move_to(struct later *later, instant at)
{
    later->event.at = later->event.recorded = at;
    later->scope.event = &later->event;
    later->scope.now = at;
}

static enum foreseen condition_holds(void *self, instant at)
{
    struct later *later = self;
    const struct rules *rules = later->planning->rules;
    struct value value = {.kind = VALUE_NOTHING};
    struct error error;
    bool holds = false;
    move_to(later, at);
    enum status status =
        rules->api->evaluate(rules->self, later->requirement->condition, &later->scope, &value, &error);
    if (status == STATUS_OK) {
        status = value_condition(&value, &holds, &error);
    }
    return status != STATUS_OK ? FORESEEN_CUT : holds ? FORESEEN_YES : FORESEEN_NO;
}

static enum foreseen rule_holds(void *self, instant at)
{
    struct later *later = self;
    const struct planning *planning = later->planning;
    const struct rule_declaration *rule = &planning->definition->rules[later->requirement->rule];
    struct rule_answer answer = {0};
    struct error error;
    move_to(later, at);
    if (planning->rules->api->ask(planning->rules->self, rule, &later->scope, &answer, &error) != STATUS_OK) {
        return FORESEEN_CUT;
    }
    if (answer.plugin.size == 0 && !answer.holds &&
        time_read_by(planning->definition, rule->otherwise.expression) == READS_NO_TIME) {
        return FORESEEN_CUT; /* the workflow's own answer, which is always the same */
    }
    return answer.holds ? FORESEEN_YES : FORESEEN_NO;
}

/* --- guards ---------------------------------------------------------------------------------- */

/* Whether some guard of what takes the present event holds then. */
static enum foreseen guard_holds(void *self, instant at)
{
    struct later *later = self;
    struct planning planning = *later->planning;
    struct plan plan = {.event = planning.event.name, .notes = json_object()};
    struct enabled_set enabled = {0};
    planning.plan = &plan;
    planning.now = planning.event.at = planning.event.recorded = at;
    select_transitions(&planning, &planning.event, &enabled);
    return planning.failed ? FORESEEN_CUT : enabled.list.count ? FORESEEN_YES : FORESEEN_NO;
}

static enum reads_time read_by_guards(const struct planning *planning)
{
    const struct definition *definition = planning->definition;
    enum reads_time reads = READS_NO_TIME;
    for (size_t i = 0; i < definition->transition_count; i++) {
        const struct transition *transition = &definition->transitions[i];
        if (transition->guard && transition->trigger == TRIGGER_EVENT &&
            event_matches(transition->event, planning->event.name) &&
            subject_in(planning->subject, transition->source, 0)) {
            reads = most(reads, time_read_by(definition, transition->guard));
        }
    }
    return reads;
}

/* --- what is unmet --------------------------------------------------------------------------------- */

static bool asks_rules(const struct expression *condition)
{
    for (size_t i = 0; i < condition->read_count; i++) {
        if (condition->reads[i].kind == READ_RULE) {
            return true;
        }
    }
    return false;
}

/* How UNMET is asked later; READS_NO_TIME: it need not be. CHEAP: conditions that ask no plugin. */
static enum reads_time sort_unmet(const struct planning *planning, const struct unmet *unmet, bool cheap,
                                  struct foresight *foresight)
{
    const struct requirement *requirement = unmet->requirement;
    if (requirement && requirement->condition) {
        foresight->holds = condition_holds;
        return asks_rules(requirement->condition) == cheap
                   ? READS_NO_TIME
                   : time_read_by(planning->definition, requirement->condition);
    }
    if (requirement) {
        foresight->holds = rule_holds;
        return cheap ? READS_NO_TIME : READS_NOW;
    }
    foresight->holds = guard_holds;
    return cheap || !text_is(text_of(unmet->code), "guard") ? READS_NO_TIME : read_by_guards(planning);
}

static void foresee_one(struct planning *planning, struct unmet *unmet, bool cheap, size_t *left)
{
    struct later later = {.planning = planning, .requirement = unmet->requirement, .event = planning->event};
    struct foresight foresight = {.self = &later, .zone = planning->world->zone, .left = left};
    enum reads_time reads = sort_unmet(planning, unmet, cheap, &foresight);
    if (reads == READS_NO_TIME || unmet->when.kind != MOMENT_NONE) {
        return;
    }
    later.scope = planning_scope(planning, unmet->source);
    foresight.by_minute = reads == READS_NOW;
    unmet->when = foresee(&foresight, planning->now);
}

void foresee_unmet(struct planning *planning, size_t *left)
{
    for (int cheap = 1; cheap >= 0; cheap--) {
        vector_each(struct unmet, unmet, &planning->plan->unmet)
        {
            foresee_one(planning, unmet, cheap == 1, left);
        }
    }
}

void foresee_refused(struct planning *planning)
{
    const struct rules *rules = planning->rules;
    struct plan *plan = planning->plan;
    size_t left = EXPLAIN_REFUSAL_LIMIT;
    if (planning->command->origin != ORIGIN_PERSON || planning->failed || plan->unmet.count == 0) {
        return;
    }
    rules->api->end(rules->self);
    rules->api->begin(rules->self, planning->arena, planning->world, NULL);
    foresee_unmet(planning, &left);
    rules->api->end(rules->self);
    rules->api->begin(rules->self, planning->arena, planning->world, &plan->transcript);
}
