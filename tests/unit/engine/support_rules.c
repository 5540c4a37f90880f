/* See support_rules.h. A parser by recursive descent that evaluates as it reads. */
#include "support_rules.h"

#include <stdlib.h>
#include <string.h>

struct asking {
    struct fake *fake;
    const struct scope *scope;
    struct text rest;
    enum status status;
    struct error *error;
};

static struct value yes_no(bool boolean)
{
    return (struct value){.kind = VALUE_BOOLEAN, .boolean = boolean};
}

static struct value nothing(void)
{
    return (struct value){.kind = VALUE_NOTHING};
}

static struct value raise_error(struct asking *asking, enum status status, const char *words)
{
    if (asking->status == STATUS_OK) {
        asking->status = error_set(asking->error, status, "%s", words);
    }
    return nothing();
}

static bool take(struct asking *asking, const char *token)
{
    asking->rest = text_trim(asking->rest);
    if (!text_starts(asking->rest, text_of(token))) {
        return false;
    }
    asking->rest = text_part(asking->rest, strlen(token), SIZE_MAX);
    return true;
}

static struct text take_name(struct asking *asking)
{
    size_t size = 0;
    while (size < asking->rest.size && (strchr("_", asking->rest.at[size]) ||
                                        (asking->rest.at[size] >= 'a' && asking->rest.at[size] <= 'z') ||
                                        (asking->rest.at[size] >= '0' && asking->rest.at[size] <= '9'))) {
        size++;
    }
    struct text name = text_part(asking->rest, 0, size);
    asking->rest = text_part(asking->rest, size, SIZE_MAX);
    return name;
}

static struct text take_quoted(struct asking *asking)
{
    size_t end = text_find(asking->rest, '"');
    struct text text = text_part(asking->rest, 0, end);
    asking->rest = text_part(asking->rest, end + 1, SIZE_MAX);
    return text;
}

static struct value of_json(const struct json *json, const struct field *field)
{
    if (!json || json->type == JSON_NULL) {
        return nothing();
    }
    if (field && field->type == FIELD_DATE) {
        return (struct value){.kind = VALUE_DATE, .day = date_read(json_text(json))};
    }
    switch (json->type) {
    case JSON_BOOLEAN:
        return yes_no(json->boolean);
    case JSON_INTEGER:
    case JSON_REAL:
        return (struct value){.kind = VALUE_NUMBER, .json = *json};
    case JSON_STRING:
        return (struct value){.kind = VALUE_TEXT, .text = json_text(json)};
    default:
        return (struct value){.kind = VALUE_JSON, .json = *json};
    }
}

static struct value evaluate_or(struct asking *asking);

static struct value compute(struct asking *asking, const struct expression *expression)
{
    struct text rest = asking->rest;
    asking->rest = expression->source;
    struct value value = evaluate_or(asking);
    asking->rest = rest;
    return value;
}

static struct value read_data(struct asking *asking)
{
    const struct subject *subject = asking->scope->subject;
    struct text name = take_name(asking);
    const struct field *field = definition_field(subject->definition, name);
    if (field && field->computed) {
        return compute(asking, field->computed);
    }
    return of_json(json_get(&subject->data, name), field);
}

static struct value read_item(struct asking *asking)
{
    const struct field *list = asking->scope->list;
    struct text name = take_name(asking);
    const struct json *item = list ? subject_item(asking->scope->subject, list, asking->scope->item) : NULL;
    int32_t index = list ? map_get(&list->of.by_name, name) : MAP_NONE;
    if (item && index != MAP_NONE && list->of.at[index].computed) {
        return compute(asking, list->of.at[index].computed);
    }
    return of_json(item ? json_get(item, name) : NULL, index == MAP_NONE ? NULL : &list->of.at[index]);
}

static struct value read_event(struct asking *asking)
{
    const struct event *event = asking->scope->event;
    if (take(asking, "name")) {
        return event ? (struct value){.kind = VALUE_TEXT, .text = event->name} : nothing();
    }
    (void)take(asking, "data.");
    struct text name = take_name(asking);
    return event ? of_json(json_get(&event->data, name), NULL) : nothing();
}

static struct value read_in(struct asking *asking)
{
    const struct subject *subject = asking->scope->subject;
    uint16_t state = definition_state(subject->definition, take_quoted(asking));
    (void)take(asking, ")");
    bool within = subject->definition->states[state].strand != DEFINITION_NONE;
    return yes_no(subject_in(subject, state, within ? asking->scope->item : 0));
}

static struct value at_instant(instant at)
{
    return at == INSTANT_NONE ? nothing() : (struct value){.kind = VALUE_INSTANT, .at = at};
}

static struct value read_entered(struct asking *asking)
{
    const struct subject *subject = asking->scope->subject;
    uint16_t state = definition_state(subject->definition, take_quoted(asking));
    (void)take(asking, ")");
    bool within = subject->definition->states[state].strand != DEFINITION_NONE;
    return at_instant(subject_entered(subject, state, within ? asking->scope->item : 0));
}

static struct value read_reached(struct asking *asking)
{
    struct text name = take_quoted(asking);
    (void)take(asking, ")");
    return at_instant(subject_reached(asking->scope->subject, name));
}

/* task("NAME").open: in the strand it is asked from. */
static struct value read_task(struct asking *asking)
{
    const struct subject *subject = asking->scope->subject;
    const struct task *task = definition_task(subject->definition, take_quoted(asking));
    (void)take(asking, ").open");
    const struct task_state *state = task ? subject_task(subject, task, asking->scope->item) : NULL;
    return yes_no(state && state->open);
}

static int32_t take_count(struct asking *asking)
{
    int32_t count = (int32_t)strtol(asking->rest.at, NULL, 10);
    asking->rest = text_part(asking->rest, text_find(asking->rest, ')') + 1, SIZE_MAX);
    return count;
}

static struct value lasting(struct duration duration)
{
    return (struct value){.kind = VALUE_DURATION, .duration = duration};
}

static struct value read_rule(struct asking *asking)
{
    struct text name = take_name(asking);
    const struct definition *definition = asking->scope->subject->definition;
    (void)take(asking, "()");
    if (text_is(name, "broken")) {
        return raise_error(asking, STATUS_SCRIPT, "plugins/x/init.lua:1: it is broken");
    }
    if (text_is(name, "endless")) {
        return raise_error(asking, STATUS_CUT_OFF, "plugins/x/init.lua:1: cut off");
    }
    int32_t index = map_get(&definition->rules_by_name, name);
    const struct json *otherwise = index == MAP_NONE ? NULL : definition->rules[index].otherwise.literal;
    struct duration duration;
    if (otherwise && otherwise->type == JSON_STRING &&
        duration_read(json_text(otherwise), &duration, NULL) == STATUS_OK) {
        const char *longer = asking->fake->longer_area;
        duration.days += longer && text_is(asking->scope->subject->area, longer);
        return lasting(duration);
    }
    return of_json(otherwise, NULL);
}

static struct value read_number(struct asking *asking)
{
    char digits[32];
    char *end;
    size_t size = asking->rest.size < sizeof digits ? asking->rest.size : sizeof digits - 1;
    memcpy(digits, asking->rest.at, size);
    digits[size] = '\0';
    double number = strtod(digits, &end);
    if (end == digits) {
        return raise_error(asking, STATUS_SCRIPT, "the fake rules do not understand this");
    }
    asking->rest = text_part(asking->rest, (size_t)(end - digits), SIZE_MAX);
    return (struct value){.kind = VALUE_NUMBER, .json = json_real(number)};
}

static struct value read_time(struct asking *asking, bool *known)
{
    *known = true;
    if (take(asking, "date(\"")) {
        struct text text = take_quoted(asking);
        (void)take(asking, ")");
        return (struct value){.kind = VALUE_DATE, .day = date_read(text)};
    }
    if (take(asking, "working_days(")) {
        return lasting((struct duration){.working_days = take_count(asking)});
    }
    if (take(asking, "days(")) {
        return lasting((struct duration){.days = take_count(asking)});
    }
    if (take(asking, "months(")) {
        return lasting((struct duration){.months = take_count(asking)});
    }
    if (take(asking, "hours(")) {
        return lasting((struct duration){.milliseconds = take_count(asking) * INT64_C(3600000)});
    }
    if (take(asking, "now")) {
        return (struct value){.kind = VALUE_INSTANT, .at = asking->scope->now};
    }
    if (take(asking, "today")) {
        return (struct value){.kind = VALUE_DATE,
                              .day = zone_date(asking->scope->world->zone, asking->scope->now)};
    }
    *known = false;
    return nothing();
}

/* {["a"] = (…), …} */
static struct value read_table(struct asking *asking)
{
    struct json table = json_object();
    while (asking->status == STATUS_OK && take(asking, "[\"")) {
        struct text name = take_quoted(asking);
        (void)take(asking, "] =");
        struct value value = evaluate_or(asking);
        json_set(asking->fake->arena, &table, name, value_json(asking->fake->arena, &value));
        (void)take(asking, ",");
    }
    if (!take(asking, "}")) {
        return raise_error(asking, STATUS_SCRIPT, "the fake rules know no such table");
    }
    return (struct value){.kind = VALUE_JSON, .json = table};
}

static struct value evaluate_one(struct asking *asking)
{
    bool known;
    struct value value;
    if (take(asking, "(")) {
        value = evaluate_or(asking);
        (void)take(asking, ")");
        return value;
    }
    if (take(asking, "{")) {
        return read_table(asking);
    }
    if (take(asking, "not ")) {
        value = evaluate_one(asking);
        return yes_no(value.kind == VALUE_NOTHING || (value.kind == VALUE_BOOLEAN && !value.boolean));
    }
    if (take(asking, "true")) {
        return yes_no(true);
    }
    if (take(asking, "false")) {
        return yes_no(false);
    }
    if (take(asking, "nil")) {
        return nothing();
    }
    if (take(asking, "data.")) {
        return read_data(asking);
    }
    if (take(asking, "case.area")) {
        return (struct value){.kind = VALUE_TEXT, .text = asking->scope->subject->area};
    }
    if (take(asking, "case.links.")) {
        return of_json(json_get(&asking->scope->subject->links, take_name(asking)), NULL);
    }
    if (take(asking, "item.")) {
        return read_item(asking);
    }
    if (take(asking, "event.")) {
        return read_event(asking);
    }
    if (take(asking, "rules.")) {
        return read_rule(asking);
    }
    if (take(asking, "In(\"")) {
        return read_in(asking);
    }
    if (take(asking, "entered(\"")) {
        return read_entered(asking);
    }
    if (take(asking, "reached(\"")) {
        return read_reached(asking);
    }
    if (take(asking, "task(\"")) {
        return read_task(asking);
    }
    if (take(asking, "\"")) {
        return (struct value){.kind = VALUE_TEXT, .text = take_quoted(asking)};
    }
    value = read_time(asking, &known);
    return known ? value : read_number(asking);
}

static double number_of(const struct value *value)
{
    return value->json.type == JSON_INTEGER ? (double)value->json.integer : value->json.real;
}

/* A date, instant or number plus another; nothing plus a duration is nothing. */
static struct value add(struct asking *asking, const struct value *a, const struct value *b, bool minus)
{
    const struct world *world = asking->scope->world;
    const struct subject *subject = asking->scope->subject;
    const struct calendar *calendar =
        world_area_calendar(world, subject->definition->calendar, subject->area);
    if (b->kind == VALUE_DURATION) {
        struct duration by = minus ? duration_negated(b->duration) : b->duration;
        switch (a->kind) {
        case VALUE_NOTHING:
            return nothing();
        case VALUE_DATE:
            return (struct value){.kind = VALUE_DATE, .day = date_add(calendar, a->day, by)};
        case VALUE_INSTANT:
            return (struct value){.kind = VALUE_INSTANT, .at = instant_add(calendar, world->zone, a->at, by)};
        default:
            break;
        }
    }
    if (a->kind == VALUE_NUMBER && b->kind == VALUE_NUMBER) {
        double by = minus ? -number_of(b) : number_of(b);
        return (struct value){.kind = VALUE_NUMBER, .json = json_real(number_of(a) + by)};
    }
    return raise_error(asking, STATUS_SCRIPT, "attempt to perform arithmetic on a nil value");
}

static struct value evaluate_sum(struct asking *asking)
{
    struct value value = evaluate_one(asking);
    while (asking->status == STATUS_OK) {
        bool minus = take(asking, "- ");
        if (!minus && !take(asking, "+ ")) {
            break;
        }
        struct value other = evaluate_one(asking);
        value = add(asking, &value, &other, minus);
    }
    return value;
}

/* A date stands for its beginning. */
static bool is_time(const struct asking *asking, const struct value *value, instant *at)
{
    *at = value->kind == VALUE_DATE      ? zone_day_start(asking->scope->world->zone, value->day)
          : value->kind == VALUE_INSTANT ? value->at
                                         : INSTANT_NONE;
    return *at != INSTANT_NONE;
}

static struct value evaluate_comparison(struct asking *asking)
{
    struct value a = evaluate_sum(asking);
    bool equal = take(asking, "=="), unequal = !equal && take(asking, "~=");
    bool less = !equal && !unequal && take(asking, "<");
    bool more = !equal && !unequal && !less && take(asking, ">");
    if (!equal && !unequal && !less && !more) {
        return a;
    }
    struct value b = evaluate_sum(asking);
    if (equal || unequal) {
        struct json left = value_json(asking->fake->arena, &a), right = value_json(asking->fake->arena, &b);
        return yes_no(json_equal(&left, &right) == equal);
    }
    instant left, right;
    if (is_time(asking, &a, &left) && is_time(asking, &b, &right)) {
        return yes_no(less ? left < right : left > right);
    }
    if (a.kind != VALUE_NUMBER || b.kind != VALUE_NUMBER) {
        return a.kind == VALUE_NOTHING || b.kind == VALUE_NOTHING
                   ? yes_no(false)
                   : raise_error(asking, STATUS_SCRIPT, "attempt to compare two values");
    }
    return yes_no(less ? number_of(&a) < number_of(&b) : number_of(&a) > number_of(&b));
}

static bool is_true(const struct value *value)
{
    return value->kind != VALUE_NOTHING && (value->kind != VALUE_BOOLEAN || value->boolean);
}

static struct value evaluate_and(struct asking *asking)
{
    struct value value = evaluate_comparison(asking);
    while (take(asking, "and ")) {
        struct value other = evaluate_comparison(asking);
        value = is_true(&value) ? other : value;
    }
    return value;
}

static struct value evaluate_or(struct asking *asking)
{
    struct value value = evaluate_and(asking);
    while (take(asking, "or ")) {
        struct value other = evaluate_and(asking);
        value = is_true(&value) ? value : other;
    }
    return value;
}

/* --- the vtable ----------------------------------------------------------------- */

static void begin(void *self, struct arena *arena, const struct world *world, struct json *transcript)
{
    struct fake *fake = self;
    fake->arena = arena;
    fake->world = world;
    fake->transcript = transcript;
    fake->begun++;
}

static void end(void *self)
{
    struct fake *fake = self;
    fake->ended++;
}

static enum status evaluate(void *self, const struct expression *expression, const struct scope *scope,
                            struct value *value, struct error *error)
{
    struct fake *fake = self;
    struct asking asking = {fake, scope, expression->source, STATUS_OK, error};
    fake->asked++;
    *value = evaluate_or(&asking);
    if (asking.status == STATUS_OK && text_trim(asking.rest).size) {
        raise_error(&asking, STATUS_SCRIPT, "the fake rules do not understand all of this");
    }
    return asking.status;
}

static enum status ask(void *self, const struct rule_declaration *rule, const struct scope *scope,
                       struct rule_answer *answer, struct error *error)
{
    struct fake *fake = self;
    if (text_is(rule->name, "broken")) {
        return error_set(error, STATUS_SCRIPT, "plugins/x/init.lua:1: it is broken");
    }
    if (text_is(rule->name, "endless")) {
        return error_set(error, STATUS_CUT_OFF, "plugins/x/init.lua:1: cut off");
    }
    *answer = fake->answer;
    fake->asked++;
    answer->holds =
        answer->holds || text_is(scope->subject->area, fake->answer_area ? fake->answer_area : "/");
    answer->holds = answer->holds || (fake->answer_from && scope->now >= fake->answer_from);
    struct json call = json_object();
    json_set(fake->arena, &call, TEXT("call"), json_string(rule->name));
    json_set(fake->arena, &call, TEXT("gave"), json_boolean(answer->holds));
    if (fake->transcript) {
        json_append(fake->arena, fake->transcript, call);
    }
    return STATUS_OK;
}

static enum status inquire(void *self, const struct inquiry *inquiry, const struct scope *scope,
                           struct inquiry_answer *answer, struct error *error)
{
    const struct definition *definition = scope->subject->definition;
    const struct rule_declaration *rule =
        &definition->rules[map_get(&definition->rules_by_name, inquiry->name)];
    struct rule_answer yes = {0};
    struct asking asking = {self, scope, inquiry->name, STATUS_OK, error};
    *answer = (struct inquiry_answer){0};
    if (rule->gives != GIVES_YES_NO) {
        answer->value = read_rule(&asking);
        return asking.status;
    }
    enum status status = ask(self, rule, scope, &yes, error);
    answer->value = yes_no(yes.holds);
    answer->sentence = yes.sentence;
    return status;
}

static void give(struct fake *fake, struct effects *effects)
{
    for (size_t i = 0; i < fake->effect_count; i++) {
        vector_push(fake->arena, &effects->list, fake->effects[i]);
    }
}

static enum status act(void *self, struct text action, const struct scope *scope, struct effects *effects,
                       struct error *error)
{
    (void)scope;
    if (text_is(action, "missing")) {
        return error_set(error, STATUS_NOT_FOUND, "no plugin has the action “missing”");
    }
    give(self, effects);
    return STATUS_OK;
}

static enum status hook(void *self, struct text point, const struct scope *scope, struct effects *effects,
                        struct error *error)
{
    struct fake *fake = self;
    (void)scope;
    if (!fake->hooked || !text_is(point, fake->hooked)) {
        return STATUS_OK;
    }
    if (fake->hook_status != STATUS_OK) {
        return error_set(error, fake->hook_status, "plugins/x/init.lua:9: the hook failed");
    }
    give(fake, effects);
    return STATUS_OK;
}

static enum status message(void *self, struct text name, const struct scope *scope,
                           struct message_words *words, struct error *error)
{
    const struct fake *fake = self;
    (void)name, (void)scope;
    *words = fake->words;
    return fake->words_status == STATUS_OK ? STATUS_OK
                                           : error_set(error, fake->words_status, "the words failed");
}

struct rules fake_rules(struct fake *fake)
{
    static const struct rules_api api = {.begin = begin,
                                         .end = end,
                                         .evaluate = evaluate,
                                         .ask = ask,
                                         .act = act,
                                         .hook = hook,
                                         .inquire = inquire,
                                         .message = message};
    return (struct rules){&api, fake};
}
