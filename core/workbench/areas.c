/* See areas.h. Here is what stands beside any case: days, settings, calendars; and how the rows are told. */
#include "workbench/comparing.h"

/* --- rows ------------------------------------------------------------------------------- */

struct cell *comparing_cell(struct comparing *comparing, const char *kind, struct text name,
                            struct text title, size_t area)
{
    struct arena *arena = comparing->arena;
    struct text key = text_printf(arena, "%s %.*s", kind, TEXT_ARGS(name));
    if (map_add(arena, &comparing->by_key, key, (int32_t)comparing->rows.count)) {
        vector_push(arena, &comparing->rows,
                    (struct row){.kind = kind,
                                 .name = name,
                                 .title = title.size ? title : name,
                                 .state = comparing->state,
                                 .standing = comparing->standing,
                                 .cells = arena_array(arena, struct cell, comparing->comparison->count)});
    }
    struct row *row = &comparing->rows.at[map_get(&comparing->by_key, key)];
    row->cells[area].there = row->cells[area].there || row->standing == comparing->standing;
    return row->standing == comparing->standing ? &row->cells[area] : NULL;
}

static date day_of(const struct comparing *comparing)
{
    return zone_date(comparing->comparison->world->zone, comparing->comparison->now);
}

bool comparing_serves(const struct comparing *comparing, size_t area)
{
    const struct area *one = comparing->comparison->areas[area];
    return world_area(comparing->comparison->world, one->name, day_of(comparing)) != NULL;
}

static struct text day_words(struct arena *arena, date day)
{
    struct value value = {.kind = VALUE_DATE, .day = day};
    return value_words(arena, &value);
}

/* --- what stands beside any case ------------------------------------------------------------ */

static void add_served(struct comparing *comparing, size_t index)
{
    struct arena *arena = comparing->arena;
    const struct area *area = comparing->comparison->areas[index];
    struct cell *cell = comparing_cell(comparing, "area", TEXT("served"), TEXT("Served"), index);
    struct buffer out;
    buffer_init(&out, arena);
    if (area->from != DATE_NONE) {
        buffer_printf(&out, "from %.*s", TEXT_ARGS(day_words(arena, area->from)));
    }
    if (area->until != DATE_NONE) {
        buffer_printf(&out, "%suntil %.*s", out.size ? " " : "", TEXT_ARGS(day_words(arena, area->until)));
    }
    cell->words = out.size ? buffer_result(&out) : TEXT("always");
    cell->why = comparing_serves(comparing, index) ? (struct text){0} : TEXT("It is not served on this day.");
}

static struct text plain_words(struct arena *arena, const struct json *value)
{
    if (value->type == JSON_BOOLEAN) {
        return value->boolean ? TEXT("yes") : TEXT("no");
    }
    return value->type == JSON_STRING ? json_text(value) : json_to_text(arena, value);
}

static void add_settings(struct comparing *comparing, size_t index)
{
    const struct world *world = comparing->comparison->world;
    const struct area *area = comparing->comparison->areas[index];
    if (area->plugin >= world->plugin_count) {
        return;
    }
    const struct plugin *plugin = &world->plugins[area->plugin];
    for (uint32_t i = 0; plugin->settings.type == JSON_OBJECT && i < plugin->settings.count; i++) {
        const struct json_member *setting = &plugin->settings.members[i];
        struct cell *cell = comparing_cell(comparing, "setting", setting->name, setting->name, index);
        cell->value = setting->value;
        cell->words = plain_words(comparing->arena, &setting->value);
        cell->plugin = plugin->name;
    }
}

/* "9:00–17:30", of the hours that hold on the day. */
static struct text hours_words(struct comparing *comparing, const struct calendar *calendar)
{
    const struct office_hours *hours = NULL;
    for (size_t i = 0; i < calendar->hour_count; i++) {
        hours = calendar->hours[i].since <= day_of(comparing) ? &calendar->hours[i] : hours;
    }
    return hours ? text_printf(comparing->arena, "%d:%02d–%d:%02d", (int)hours->opens / 60,
                               (int)hours->opens % 60, (int)hours->closes / 60, (int)hours->closes % 60)
                 : TEXT("all day");
}

static void add_calendar(struct comparing *comparing, size_t index)
{
    const struct areas_comparison *comparison = comparing->comparison;
    struct text name = comparison->definition->calendar;
    const struct calendar *calendar =
        world_area_calendar(comparison->world, name, comparison->areas[index]->name);
    struct cell *cell = comparing_cell(comparing, "calendar", TEXT("calendar"), TEXT("Calendar"), index);
    struct text title = calendar->title.size ? calendar->title : calendar->name;
    cell->words = title.size ? title : TEXT("weekdays");
    cell->value = json_string(calendar->name);
    cell = comparing_cell(comparing, "hours", TEXT("hours"), TEXT("Office hours"), index);
    cell->words = hours_words(comparing, calendar);
}

/* --- as JSON ------------------------------------------------------------------------------ */

static void set_text(struct arena *arena, struct json *object, const char *name, struct text text)
{
    if (text.size) {
        json_set(arena, object, text_of(name), json_string(text));
    }
}

static void set_day(struct arena *arena, struct json *object, const char *name, date day)
{
    char text[DATE_TEXT_SIZE];
    if (day != DATE_NONE) {
        set_text(arena, object, name, text_copy(arena, text_of(date_write(day, text))));
    }
}

struct json areas_show(struct arena *arena, const struct world *world, const struct area *area, instant now)
{
    struct json one = json_object();
    bool served = world_area(world, area->name, zone_date(world->zone, now)) != NULL;
    set_text(arena, &one, "area", area->name);
    set_text(arena, &one, "title", area->title);
    set_day(arena, &one, "from", area->from);
    set_day(arena, &one, "until", area->until);
    json_set(arena, &one, TEXT("served"), json_boolean(served));
    if (area->plugin < world->plugin_count) {
        set_text(arena, &one, "plugin", world->plugins[area->plugin].name);
        set_text(arena, &one, "version", world->plugins[area->plugin].version);
    }
    return one;
}

static struct json cell_json(struct arena *arena, const struct cell *cell)
{
    struct json one = json_object();
    if (cell->value.type != JSON_NULL) {
        json_set(arena, &one, TEXT("value"), cell->value);
    }
    set_text(arena, &one, "words", cell->words);
    set_text(arena, &one, "why", cell->why);
    if (cell->unmet.type != JSON_NULL) {
        json_set(arena, &one, TEXT("unmet"), cell->unmet);
    }
    set_text(arena, &one, "plugin", cell->plugin);
    set_text(arena, &one, "place", cell->place);
    return one;
}

/* Among the areas that are served: the others have nothing to say. */
static bool differs(const struct comparing *comparing, const struct row *row)
{
    const struct cell *first = NULL;
    bool is_area = text_is(text_of(row->kind), "area");
    for (size_t i = 0; i < comparing->comparison->count; i++) {
        const struct cell *cell = &row->cells[i];
        if (!is_area && !comparing_serves(comparing, i)) {
            continue;
        }
        first = first ? first : cell;
        if (cell->there != first->there || !text_equal(cell->words, first->words) ||
            !text_equal(cell->why, first->why)) {
            return true;
        }
    }
    return false;
}

static struct json row_json(const struct comparing *comparing, const struct row *row)
{
    struct arena *arena = comparing->arena;
    struct json one = json_object(), cells = json_object();
    set_text(arena, &one, "kind", text_of(row->kind));
    set_text(arena, &one, "name", row->name);
    set_text(arena, &one, "title", row->title);
    set_text(arena, &one, "state", row->state);
    json_set(arena, &one, TEXT("differs"), json_boolean(differs(comparing, row)));
    for (size_t i = 0; i < comparing->comparison->count; i++) {
        if (row->cells[i].there) {
            json_set(arena, &cells, comparing->comparison->areas[i]->name, cell_json(arena, &row->cells[i]));
        }
    }
    json_set(arena, &one, TEXT("cells"), cells);
    return one;
}

static struct json told_json(const struct comparing *comparing)
{
    struct arena *arena = comparing->arena;
    const struct areas_comparison *comparison = comparing->comparison;
    struct json told = json_object(), areas = json_array(), rows = json_array();
    for (size_t i = 0; i < comparison->count; i++) {
        json_append(arena, &areas,
                    areas_show(arena, comparison->world, comparison->areas[i], comparison->now));
    }
    vector_each(const struct row, row, &comparing->rows)
    {
        json_append(arena, &rows, row_json(comparing, row));
    }
    set_text(arena, &told, "workflow", comparison->definition->name);
    set_day(arena, &told, "at", day_of(comparing));
    json_set(arena, &told, TEXT("areas"), areas);
    json_set(arena, &told, TEXT("rows"), rows);
    return told;
}

enum status areas_compare(struct arena *arena, const struct areas_comparison *comparison,
                          const struct rules *rules, struct json *told, struct error *error)
{
    struct comparing comparing = {.arena = arena, .comparison = comparison, .rules = rules, .error = error};
    for (size_t i = 0; i < comparison->count; i++) {
        add_served(&comparing, i);
    }
    for (size_t i = 0; i < comparison->count; i++) {
        if (comparing_serves(&comparing, i)) {
            add_settings(&comparing, i);
        }
    }
    for (size_t i = 0; i < comparison->count; i++) {
        if (comparing_serves(&comparing, i)) {
            add_calendar(&comparing, i);
        }
    }
    enum status status = comparing_stands(&comparing);
    *told = told_json(&comparing);
    return status;
}
