/* A report for people: a table whose figures stand below one another, then what was assumed and what to know
 * about it. */
#include "report/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { TITLE_WIDTH_LIMIT = 72, FIGURE_WIDTH_LEAST = 8 };

/* --- figures ------------------------------------------------------------------- */

/* "1,234,567" of a number that is not negative. */
static void add_grouped(struct buffer *out, const char *digits)
{
    size_t count = strlen(digits);
    for (size_t i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0) {
            buffer_byte(out, ',');
        }
        buffer_byte(out, digits[i]);
    }
}

/* With two decimals if it is not whole and DECIMALS is 2, else with as many as it needs, at most DECIMALS. */
static struct text number_words(struct arena *arena, double number, int decimals, const char *before)
{
    struct buffer out;
    char digits[400], *point;
    buffer_init(&out, arena);
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(number));
    point = strchr(digits, '.');
    bool whole = point && strspn(point + 1, "0") == strlen(point + 1);
    if (number < 0 && (!whole || strspn(digits, "0.") != strlen(digits))) {
        buffer_byte(&out, '-');
    }
    buffer_string(&out, before);
    if (point) {
        *point = '\0';
    }
    add_grouped(&out, digits);
    if (point && !whole) {
        buffer_byte(&out, '.');
        buffer_string(&out, point + 1);
    }
    return buffer_result(&out);
}

/* "£103,250", "12.5 days", "51", "–". */
static struct text figure(struct arena *arena, const struct json *value, struct text unit)
{
    double number = value->type == JSON_INTEGER ? (double)value->integer : value->real;
    if (value->type == JSON_NULL) {
        return TEXT("–");
    }
    if (text_is(unit, "GBP")) {
        return number_words(arena, number, 2, "£");
    }
    struct text words = number_words(arena, number, text_is(unit, "days") ? 1 : 2, "");
    return unit.size ? text_printf(arena, "%.*s %.*s", TEXT_ARGS(words), TEXT_ARGS(unit)) : words;
}

static struct text day_words(struct arena *arena, date day)
{
    struct value value = {.kind = VALUE_DATE, .day = day};
    return value_words(arena, &value);
}

/* --- the table ------------------------------------------------------------------- */

struct table {
    struct arena *arena;
    struct buffer out;
    size_t titles, figures; /* widths, in characters */
};

static void add_blanks(struct table *table, size_t count)
{
    while (count-- > 0) {
        buffer_byte(&table->out, ' ');
    }
}

static void widen(struct table *table, struct text title, struct text number)
{
    size_t wide = text_characters(title);
    if (wide > table->titles && wide <= TITLE_WIDTH_LIMIT) {
        table->titles = wide;
    }
    wide = text_characters(number);
    table->figures = wide > table->figures ? wide : table->figures;
}

/* Title, figure to the right, and what follows it; a title that is too long has a line of its own. */
static void add_line(struct table *table, struct text title, struct text number, struct text more)
{
    size_t wide = text_characters(title);
    buffer_text(&table->out, title);
    if (wide > table->titles) {
        buffer_byte(&table->out, '\n');
        wide = 0;
    }
    add_blanks(table, table->titles - wide + 2 + table->figures - text_characters(number));
    buffer_text(&table->out, number);
    if (more.size) {
        buffer_string(&table->out, "  ");
        buffer_text(&table->out, more);
    }
    buffer_byte(&table->out, '\n');
}

static struct text title_of(struct text title, struct text name)
{
    return title.size ? title : name;
}

/* "of 51 (88%)" */
static struct text among(struct arena *arena, const struct report_row *row)
{
    if (!row->has_denominator) {
        return (struct text){0};
    }
    if (row->row->kind != ROW_COUNT || row->denominator == 0) {
        return text_printf(arena, "of %" PRIu64, row->denominator);
    }
    double share = 100.0 * (double)row->value.integer / (double)row->denominator;
    return text_printf(arena, "of %" PRIu64 " (%.0f%%)", row->denominator, floor(share + 0.5));
}

static void add_heading(struct table *table, const struct report *report)
{
    const struct measure *measure = report->measure;
    struct arena *arena = table->arena;
    struct text as_at = day_words(arena, report->as_at), title = title_of(measure->title, measure->name);
    struct text known_at =
        report->as_at == report->known_at ? TEXT("that day") : day_words(arena, report->known_at);
    buffer_printf(&table->out, "%.*s\nAs at %.*s, as known at the end of %.*s.", TEXT_ARGS(title),
                  TEXT_ARGS(as_at), TEXT_ARGS(known_at));
    if (measure->since != DATE_NONE) {
        struct text since = day_words(arena, measure->since);
        buffer_printf(&table->out, " Cases opened since %.*s.", TEXT_ARGS(since));
    }
    if (report->area.size) {
        buffer_printf(&table->out, " Only %.*s.", TEXT_ARGS(report->area));
    }
    buffer_string(&table->out, "\n\n");
}

static void add_assumptions(struct table *table, const struct measure *measure)
{
    if (measure->assumption_count) {
        buffer_string(&table->out, "\nAssumed\n");
    }
    for (size_t i = 0; i < measure->assumption_count; i++) {
        const struct assumption *assumption = &measure->assumptions[i];
        struct text number = figure(table->arena, &assumption->value, (struct text){0});
        add_line(table, title_of(assumption->title, assumption->name), number, assumption->about);
    }
}

static void add_warning(struct table *table, uint64_t count, const char *one, const char *many)
{
    if (count) {
        buffer_printf(&table->out, "\n%" PRIu64 " %s", count, count == 1 ? one : many);
    }
}

static void add_warnings(struct table *table, const struct report *report)
{
    add_warning(
        table, report->recorded_later,
        "case opened by then was recorded only later and is not counted; --known-at takes a later day.",
        "cases opened by then were recorded only later and are not counted; --known-at takes a later day.");
    add_warning(table, report->unread,
                "case is of a version of the workflow that is not here, and is not counted.",
                "cases are of versions of the workflow that are not here, and are not counted.");
    add_warning(table, report->erased,
                "case has lost a part of its past by erasure, and is counted as far as it is there.",
                "cases have lost a part of their past by erasure, and are counted as far as they are there.");
    add_warning(table, report->faults, "answer failed and was taken as no. ",
                "answers failed and were taken as no. ");
    if (report->faults) {
        buffer_printf(&table->out, "The first: %.*s", TEXT_ARGS(report->first_fault));
    }
    if (report->recorded_later || report->unread || report->erased || report->faults) {
        buffer_byte(&table->out, '\n');
    }
}

struct text report_text(struct arena *arena, const struct report *report)
{
    const struct measure *measure = report->measure;
    struct table table = {.arena = arena, .figures = FIGURE_WIDTH_LEAST};
    struct text *figures = arena_array(arena, struct text, measure->row_count);
    buffer_init(&table.out, arena);
    for (size_t i = 0; i < measure->row_count; i++) {
        figures[i] = figure(arena, &report->rows[i].value, report->rows[i].unit);
        widen(&table, title_of(measure->rows[i].title, measure->rows[i].name), figures[i]);
    }
    for (size_t i = 0; i < measure->assumption_count; i++) {
        const struct assumption *assumption = &measure->assumptions[i];
        widen(&table, title_of(assumption->title, assumption->name),
              figure(arena, &assumption->value, (struct text){0}));
    }
    add_heading(&table, report);
    for (size_t i = 0; i < measure->row_count; i++) {
        add_line(&table, title_of(measure->rows[i].title, measure->rows[i].name), figures[i],
                 among(arena, &report->rows[i]));
    }
    add_assumptions(&table, measure);
    add_warnings(&table, report);
    return buffer_result(&table.out);
}
