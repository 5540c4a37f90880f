/* Workflows held against plugins, areas and calendars. See check.h. */
#include "workbench/check.h"

static struct source source_of(const struct definition *definition, struct findings *findings)
{
    return (struct source){.file = definition->file, .bytes = definition->source, .findings = findings};
}

/* --- rules --------------------------------------------------------------------------- */

/* A workflow's rules on their way through the plugins. */
struct asking {
    const struct world *world;
    const struct definition *definition;
    const struct rule_answers *answers;
    struct findings *findings;
};

static bool answers(const struct asking *asking, const struct plugin *plugin,
                    const struct rule_declaration *rule)
{
    return asking->answers->answers(asking->answers->self, asking->world, plugin, rule->name);
}

static bool names(const struct text *list, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(list[i], name)) {
            return true;
        }
    }
    return false;
}

/* Whether a plugin that names the workflow answers RULE: it is asked where the area's has nothing to say
 * (LANGUAGE 17). */
static bool answered_for_all(const struct asking *asking, const struct rule_declaration *rule)
{
    for (size_t i = 0; i < asking->world->plugin_count; i++) {
        const struct plugin *plugin = &asking->world->plugins[i];
        if (names(plugin->workflows, plugin->workflow_count, asking->definition->name) &&
            answers(asking, plugin, rule)) {
            return true;
        }
    }
    return false;
}

/* The areas for which nobody answers, "Westminster (wcc), …"; areas of the same name count once. */
static struct text unanswered(const struct asking *asking, const struct rule_declaration *rule)
{
    const struct world *world = asking->world;
    struct buffer list;
    buffer_init(&list, asking->findings->arena);
    for (size_t i = 0; i < world->area_count; i++) {
        const struct area *area = &world->areas[i];
        const struct plugin *plugin = area->plugin == DEFINITION_NONE ? NULL : &world->plugins[area->plugin];
        bool again = i > 0 && text_equal(area->name, area[-1].name) && area->plugin == area[-1].plugin;
        if (again || (plugin && answers(asking, plugin, rule))) {
            continue;
        }
        buffer_printf(&list, "%s%.*s", list.size ? ", " : "", TEXT_ARGS(area->name));
        if (plugin && !text_equal(plugin->name, area->name)) {
            buffer_printf(&list, " (plugin %.*s)", TEXT_ARGS(plugin->name));
        }
    }
    return buffer_result(&list);
}

static void check_rule(const struct asking *asking, const struct rule_declaration *rule)
{
    struct source source = source_of(asking->definition, asking->findings);
    if (rule->otherwise.expression || rule->otherwise.literal || answered_for_all(asking, rule)) {
        return;
    }
    if (asking->world->area_count == 0) {
        source_error(&source, rule->place, "give it a `default`, or answer it in a plugin's init.lua",
                     "the rule “%.*s” has no default, and there is no plugin to answer it",
                     TEXT_ARGS(rule->name));
        return;
    }
    struct text areas = unanswered(asking, rule);
    if (areas.size) {
        source_error(&source, rule->place, "give it a `default`, or answer it in the plugin of each area",
                     "the rule “%.*s” has no default, and nothing answers it for %.*s", TEXT_ARGS(rule->name),
                     TEXT_ARGS(areas));
    }
}

/* --- calendars --------------------------------------------------------------------------- */

static bool has_calendar(const struct world *world, struct text name)
{
    for (size_t i = 0; i < world->calendar_count; i++) {
        if (text_equal(world->calendars[i]->name, name)) {
            return true;
        }
    }
    return false;
}

/* Where a workflow says `calendar:`; the file as a whole when that is nowhere to be seen. */
static struct place calendar_place(const struct definition *definition)
{
    struct text rest = definition->source, line;
    for (uint32_t number = 1; rest.size && text_split(&rest, '\n', &line); number++) {
        if (text_starts(line, TEXT("calendar:"))) {
            return (struct place){number, 1};
        }
    }
    return (struct place){0, 0};
}

static struct text nearest_calendar(const struct world *world, struct text name)
{
    struct text best = {0};
    for (size_t i = 0; i < world->calendar_count && best.size == 0; i++) {
        best = text_nearest(name, &world->calendars[i]->name, 1);
    }
    return best;
}

static void check_calendar(const struct world *world, const struct definition *definition,
                           struct findings *findings)
{
    struct source source = source_of(definition, findings);
    if (definition->calendar.size == 0 || has_calendar(world, definition->calendar)) {
        return;
    }
    struct text near = nearest_calendar(world, definition->calendar);
    const char *hint =
        near.size ? text_printf(findings->arena, "did you mean “%.*s”?", TEXT_ARGS(near)).at
                  : "put it into calendars/ of the site or of a plugin; until then only weekends are free";
    source_error(&source, calendar_place(definition), hint, "there is no calendar “%.*s”",
                 TEXT_ARGS(definition->calendar));
}

/* --- areas ------------------------------------------------------------------------------ */

static bool overlap(const struct area *a, const struct area *b)
{
    bool a_first = a->until != DATE_NONE && b->from != DATE_NONE && a->until < b->from;
    bool b_first = b->until != DATE_NONE && a->from != DATE_NONE && b->until < a->from;
    return !a_first && !b_first;
}

static void check_areas(const struct world *world, struct findings *findings)
{
    for (size_t i = 0; i < world->area_count; i++) {
        const struct area *area = &world->areas[i];
        for (size_t j = 0; j < i; j++) {
            const struct area *before = &world->areas[j];
            if (area->plugin == before->plugin || area->plugin == DEFINITION_NONE ||
                before->plugin == DEFINITION_NONE || !text_equal(area->name, before->name) ||
                !overlap(area, before)) {
                continue;
            }
            const struct plugin *plugin = &world->plugins[area->plugin];
            findings_add(
                findings,
                &(struct finding){
                    .severity = SEVERITY_WARNING,
                    .file = plugin->file.size ? plugin->file : plugin->name,
                    .message = text_printf(
                        findings->arena,
                        "the plugins “%.*s” and “%.*s” both serve the area “%.*s”; only the first is asked",
                        TEXT_ARGS(world->plugins[before->plugin].name), TEXT_ARGS(plugin->name),
                        TEXT_ARGS(area->name)),
                    .hint = TEXT("take the area out of one manifest, or give each its dates"),
                });
        }
    }
}

/* --- the whole ---------------------------------------------------------------------------- */

static bool is_present(const struct world *world, const struct definition *definition)
{
    return world_current(world, definition->name) == definition;
}

void workbench_check(const struct world *world, const struct rule_answers *rule_answers,
                     struct findings *findings)
{
    for (size_t i = 0; i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        if (!is_present(world, definition)) {
            continue;
        }
        struct asking asking = {world, definition, rule_answers, findings};
        check_calendar(world, definition, findings);
        for (size_t r = 0; rule_answers && r < definition->rule_count; r++) {
            check_rule(&asking, &definition->rules[r]);
        }
    }
    check_areas(world, findings);
}

const struct definition *workbench_definition(const struct world *world, struct text file)
{
    for (size_t i = 0; i < world->definition_count; i++) {
        if (text_equal(world->definitions[i]->file, file) && is_present(world, world->definitions[i])) {
            return world->definitions[i];
        }
    }
    return NULL;
}

static void set_text(struct arena *arena, struct json *object, const char *name, struct text value)
{
    if (value.size) {
        json_set(arena, object, text_of(name), json_string(value));
    }
}

/* A line of a file that is not UTF-8 has no place in JSON. */
static struct text utf8_part(struct text text)
{
    return text_part(text, 0, text_utf8_size(text));
}

struct json findings_json(struct arena *arena, const struct findings *findings)
{
    struct json list = json_array();
    vector_each(const struct finding, finding, &findings->list)
    {
        struct json one = json_object();
        bool is_error = finding->severity == SEVERITY_ERROR;
        set_text(arena, &one, "file", utf8_part(finding->file));
        json_set(arena, &one, TEXT("line"), json_integer(finding->place.line));
        json_set(arena, &one, TEXT("column"), json_integer(finding->place.column));
        set_text(arena, &one, "severity", is_error ? TEXT("error") : TEXT("warning"));
        set_text(arena, &one, "message", utf8_part(finding->message));
        set_text(arena, &one, "hint", utf8_part(finding->hint));
        set_text(arena, &one, "source", utf8_part(finding->source));
        json_append(arena, &list, one);
    }
    return list;
}
