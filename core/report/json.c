/* A report as data: the same figures that report_text prints. */
#include "report/report.h"

static void set_text(struct arena *arena, struct json *object, const char *name, struct text value)
{
    if (value.size) {
        json_set(arena, object, text_of(name), json_string(value));
    }
}

static void set_day(struct arena *arena, struct json *object, const char *name, date day)
{
    if (day != DATE_NONE) {
        char text[DATE_TEXT_SIZE];
        set_text(arena, object, name, text_copy(arena, text_of(date_write(day, text))));
    }
}

static void set_count(struct arena *arena, struct json *object, const char *name, uint64_t count)
{
    if (count) {
        json_set(arena, object, text_of(name), json_integer((int64_t)count));
    }
}

static struct json row_json(struct arena *arena, const struct report_row *row)
{
    struct json object = json_object();
    set_text(arena, &object, "name", row->row->name);
    set_text(arena, &object, "title", row->row->title);
    set_text(arena, &object, "about", row->row->about);
    json_set(arena, &object, TEXT("value"), row->value);
    if (row->has_denominator) {
        json_set(arena, &object, TEXT("denominator"), json_integer((int64_t)row->denominator));
    }
    set_text(arena, &object, "unit", row->unit);
    return object;
}

static struct json assumption_json(struct arena *arena, const struct assumption *assumption)
{
    struct json object = json_object();
    set_text(arena, &object, "name", assumption->name);
    set_text(arena, &object, "title", assumption->title);
    set_text(arena, &object, "about", assumption->about);
    json_set(arena, &object, TEXT("value"), assumption->value);
    return object;
}

static void set_heading(struct arena *arena, struct json *object, const struct definition *definition,
                        const struct measure *measure)
{
    set_text(arena, object, "name", measure->name);
    set_text(arena, object, "workflow", definition->name);
    set_text(arena, object, "title", measure->title);
    set_text(arena, object, "about", measure->about);
}

struct json report_json(struct arena *arena, const struct report *report)
{
    const struct measure *measure = report->measure;
    struct json object = json_object(), rows = json_array(), assumptions = json_array();
    set_heading(arena, &object, report->definition, measure);
    set_text(arena, &object, "area", report->area);
    set_day(arena, &object, "since", measure->since);
    set_day(arena, &object, "as_at", report->as_at);
    set_day(arena, &object, "known_at", report->known_at);
    json_set(arena, &object, TEXT("cases"), json_integer((int64_t)report->cases));
    for (size_t i = 0; i < measure->row_count; i++) {
        json_append(arena, &rows, row_json(arena, &report->rows[i]));
    }
    for (size_t i = 0; i < measure->assumption_count; i++) {
        json_append(arena, &assumptions, assumption_json(arena, &measure->assumptions[i]));
    }
    json_set(arena, &object, TEXT("rows"), rows);
    json_set(arena, &object, TEXT("assumptions"), assumptions);
    set_count(arena, &object, "recorded_later", report->recorded_later);
    set_count(arena, &object, "unread", report->unread);
    set_count(arena, &object, "erased", report->erased);
    set_count(arena, &object, "faults", report->faults);
    set_text(arena, &object, "first_fault", report->first_fault);
    return object;
}

struct json report_list(struct arena *arena, const struct world *world)
{
    struct json list = json_array();
    for (size_t d = 0; d < world->definition_count; d++) {
        const struct definition *definition = world->definitions[d];
        if (world_current(world, definition->name) != definition) {
            continue;
        }
        for (size_t i = 0; i < definition->measure_count; i++) {
            struct json object = json_object();
            set_heading(arena, &object, definition, &definition->measures[i]);
            json_append(arena, &list, object);
        }
    }
    return list;
}
