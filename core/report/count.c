/* See count.h. */
#include "report/count.h"

#include "base/insist.h"

#include <math.h>
#include <stdlib.h>

/* Whether a case is one of those that a row counts among, and whether it is counted. */
enum membership { NOT_ASKED, OUTSIDE, AMONG, COUNTED };

/* One case and what its rows have answered so far. */
struct asking {
    struct counting *counting;
    struct arena *scratch;
    const struct measure *measure;
    struct scope scope;
    enum membership *answers;
};

void counting_init(struct counting *counting)
{
    size_t count = counting->report->measure->row_count;
    counting->tallies = arena_array(counting->arena, struct tally, count);
}

static void note_fault(struct counting *counting, const struct measure_row *row, const struct error *error)
{
    struct report *report = counting->report;
    if (report->faults++ == 0) {
        report->first_fault = text_printf(counting->arena, "%.*s: %s%s%s", TEXT_ARGS(row->name), error->place,
                                          error->place[0] ? ": " : "", error->message);
    }
}

/* --- one case ---------------------------------------------------------------- */

static bool holds(struct asking *asking, const struct measure_row *row, const struct expression *expression)
{
    const struct rules *rules = asking->counting->rules;
    struct value value;
    struct error error;
    bool yes = false;
    enum status status = rules->api->evaluate(rules->self, expression, &asking->scope, &value, &error);
    if (status == STATUS_OK) {
        status = value_condition(&value, &yes, &error);
    }
    if (status != STATUS_OK) {
        note_fault(asking->counting, row, &error);
    }
    return status == STATUS_OK && yes;
}

/* What the plugin of the case's area tells of ROW; false when it says nothing, and the workflow's own
 * expression is asked. A failure is a fault of the report, and tells nothing. */
static bool ask_plugin(struct asking *asking, const struct measure_row *row, struct value *value)
{
    const struct rules *rules = asking->counting->rules;
    bool told = false;
    struct error error;
    *value = (struct value){.kind = VALUE_NOTHING};
    if (!rules->api->measure || !asking->counting->world->plugin_count) {
        return false;
    }
    struct text name =
        text_printf(asking->scratch, "%.*s.%.*s", TEXT_ARGS(asking->measure->name), TEXT_ARGS(row->name));
    if (rules->api->measure(rules->self, name, &asking->scope, &told, value, &error) != STATUS_OK) {
        note_fault(asking->counting, row, &error);
        *value = (struct value){.kind = VALUE_NOTHING};
        return true;
    }
    return told;
}

/* Whether the case counts, being among those of the row. */
static bool counts(struct asking *asking, const struct measure_row *row)
{
    struct value value;
    struct error error;
    bool yes = false;
    if (!ask_plugin(asking, row, &value)) {
        return !row->expression || holds(asking, row, row->expression);
    }
    if (value_condition(&value, &yes, &error) != STATUS_OK) {
        note_fault(asking->counting, row, &error);
    }
    return yes;
}

static enum membership membership(struct asking *asking, uint16_t index);

static bool is_among(struct asking *asking, const struct measure_row *row)
{
    if (row->of_row != DEFINITION_NONE) {
        return membership(asking, row->of_row) == COUNTED;
    }
    return !row->of || holds(asking, row, row->of);
}

/* Asked once for each case: rows may count among one another. The definition holds no circle. */
static enum membership membership(struct asking *asking, uint16_t index)
{
    const struct measure_row *row = &asking->measure->rows[index];
    if (asking->answers[index] == NOT_ASKED) {
        bool among = is_among(asking, row);
        bool asks = among && row->kind == ROW_COUNT;
        asking->answers[index] = !among ? OUTSIDE : !asks || counts(asking, row) ? COUNTED : AMONG;
    }
    return asking->answers[index];
}

/* A number, or a duration in days; false for nothing, and for what is neither (a fault). */
static bool number_of(struct asking *asking, const struct measure_row *row, double *number, bool *in_days)
{
    const struct rules *rules = asking->counting->rules;
    struct value value;
    struct error error;
    if (!ask_plugin(asking, row, &value) &&
        rules->api->evaluate(rules->self, row->expression, &asking->scope, &value, &error) != STATUS_OK) {
        note_fault(asking->counting, row, &error);
        return false;
    }
    if (value.kind == VALUE_NUMBER) {
        *number = value.json.type == JSON_INTEGER ? (double)value.json.integer : value.json.real;
        return true;
    }
    const struct duration *duration = &value.duration;
    if (value.kind == VALUE_DURATION && !duration->months && !duration->working_days) {
        *number = (double)duration->days + (double)duration->milliseconds / 86400000.0;
        *in_days = true;
        return true;
    }
    if (value.kind != VALUE_NOTHING) {
        error_set(&error, STATUS_SCRIPT, "this must give a number or a length of time in days, and gave %s",
                  value_kind_words(value.kind));
        note_fault(asking->counting, row, &error);
    }
    return false;
}

static void add(struct asking *asking, uint16_t index, struct tally *tally)
{
    const struct measure_row *row = &asking->measure->rows[index];
    enum membership answer = membership(asking, index);
    double number = 0;
    tally->base += answer != OUTSIDE;
    if (row->kind == ROW_COUNT) {
        tally->counted += answer == COUNTED;
        return;
    }
    if (answer == OUTSIDE) {
        return;
    }
    if (number_of(asking, row, &number, &tally->in_days)) {
        tally->counted++;
        tally->sum += number;
        if (row->kind == ROW_MEDIAN) {
            vector_push(asking->counting->arena, &tally->numbers, number);
        }
    }
}

/* Where ROW, perhaps an older version's, is gathered: in the present row of its name and kind. */
static struct tally *tally_of(struct counting *counting, const struct measure_row *row)
{
    const struct measure *measure = counting->report->measure;
    for (size_t i = 0; i < measure->row_count; i++) {
        if (text_equal(measure->rows[i].name, row->name) && measure->rows[i].kind == row->kind) {
            return &counting->tallies[i];
        }
    }
    return NULL;
}

void count_case(struct counting *counting, struct arena *scratch, const struct measure *measure,
                const struct subject *subject)
{
    struct asking asking = {.counting = counting,
                            .scratch = scratch,
                            .measure = measure,
                            .scope = {.world = counting->world, .subject = subject, .now = counting->now},
                            .answers = arena_array(scratch, enum membership, measure->row_count)};
    counting->rules->api->begin(counting->rules->self, scratch, counting->world, NULL);
    for (size_t i = 0; i < measure->row_count; i++) {
        struct tally *tally = tally_of(counting, &measure->rows[i]);
        if (tally && measure->rows[i].kind != ROW_VALUE) {
            add(&asking, (uint16_t)i, tally);
        }
    }
    counting->rules->api->end(counting->rules->self);
    counting->report->cases++;
}

/* --- the whole ------------------------------------------------------------------ */

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

static struct json median(const struct tally *tally)
{
    size_t count = tally->numbers.count;
    double *at = tally->numbers.at;
    if (count == 0) {
        return json_null();
    }
    qsort(at, count, sizeof *at, by_size);
    return json_real(count % 2 ? at[count / 2] : (at[count / 2 - 1] + at[count / 2]) / 2);
}

static void tell(struct report_row *row, const struct tally *tally)
{
    const struct measure_row *measure_row = row->row;
    row->unit = measure_row->unit.size ? measure_row->unit
                : tally->in_days       ? TEXT("days")
                                       : measure_row->unit;
    row->has_denominator = measure_row->of || measure_row->of_row != DEFINITION_NONE;
    row->denominator = tally->base;
    switch (measure_row->kind) {
    case ROW_COUNT:
        row->value = json_integer((int64_t)tally->counted);
        break;
    case ROW_SUM:
        row->value = isfinite(tally->sum) ? json_real(tally->sum) : json_null();
        break;
    case ROW_MEDIAN:
        row->value = median(tally);
        break;
    case ROW_VALUE:
        break;
    }
}

static struct named_value named(struct text name, struct json number)
{
    struct named_value value = {.name = name, .value = {.kind = VALUE_NOTHING}};
    if (number.type != JSON_NULL) {
        value.value.kind = VALUE_NUMBER;
        value.value.json = number;
    }
    return value;
}

/* True when no row that EXPRESSION names is still to be worked out. */
static bool is_ready(const struct measure *measure, const bool *done, const struct expression *expression)
{
    for (size_t r = 0; r < expression->read_count; r++) {
        for (size_t i = 0; expression->reads[r].kind == READ_NAME && i < measure->row_count; i++) {
            if (!done[i] && text_equal(measure->rows[i].name, expression->reads[r].name)) {
                return false;
            }
        }
    }
    return true;
}

static enum status value_row(struct counting *counting, const struct scope *scope, struct report_row *row,
                             struct error *error)
{
    struct value value;
    const struct rules *rules = counting->rules;
    enum status status = rules->api->evaluate(rules->self, row->row->expression, scope, &value, error);
    if (status == STATUS_OK && value.kind != VALUE_NUMBER && value.kind != VALUE_NOTHING) {
        status = error_set(error, STATUS_SCRIPT, "the row %.*s must give a number, and gave %s",
                           TEXT_ARGS(row->row->name), value_kind_words(value.kind));
    }
    if (status != STATUS_OK) {
        error_place(error, "%.*s:%u:%u", TEXT_ARGS(counting->report->definition->file), row->row->place.line,
                    row->row->place.column);
        return status;
    }
    row->value = value.kind == VALUE_NUMBER ? value.json : json_null();
    row->unit = row->row->unit;
    return STATUS_OK;
}

/* The rows over other rows, each once all that it names is known; the definition holds no circle. */
static enum status value_rows(struct counting *counting, struct report_row *rows, struct error *error)
{
    const struct measure *measure = counting->report->measure;
    struct subject nobody;
    subject_init(&nobody, counting->report->definition);
    VECTOR(struct named_value)
    further = {0};
    bool *done = arena_array(counting->arena, bool, measure->row_count);
    for (size_t i = 0; i < measure->assumption_count; i++) {
        vector_push(counting->arena, &further,
                    named(measure->assumptions[i].name, measure->assumptions[i].value));
    }
    for (size_t left = measure->row_count; left > 0;) {
        size_t before = left;
        for (size_t i = 0; i < measure->row_count; i++) {
            bool is_value = measure->rows[i].kind == ROW_VALUE;
            if (done[i] || (is_value && !is_ready(measure, done, measure->rows[i].expression))) {
                continue;
            }
            struct scope scope = {.world = counting->world,
                                  .subject = &nobody,
                                  .now = counting->now,
                                  .further = further.at,
                                  .further_count = further.count};
            enum status status = is_value ? value_row(counting, &scope, &rows[i], error) : STATUS_OK;
            if (status != STATUS_OK) {
                return status;
            }
            vector_push(counting->arena, &further, named(measure->rows[i].name, rows[i].value));
            done[i] = true;
            left--;
        }
        insist(left < before);
    }
    return STATUS_OK;
}

enum status count_rows(struct counting *counting, struct error *error)
{
    const struct measure *measure = counting->report->measure;
    struct report_row *rows = arena_array(counting->arena, struct report_row, measure->row_count);
    for (size_t i = 0; i < measure->row_count; i++) {
        rows[i] = (struct report_row){.row = &measure->rows[i], .value = json_null()};
        tell(&rows[i], &counting->tallies[i]);
    }
    counting->report->rows = rows;
    counting->rules->api->begin(counting->rules->self, counting->arena, counting->world, NULL);
    enum status status = value_rows(counting, rows, error);
    counting->rules->api->end(counting->rules->self);
    return status;
}
