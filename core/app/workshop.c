/* What app lends api: worlds from files, hosts for rules, stores in memory; each by the rooms that api may
 * not know. */
#include "app/app.h"
#include "app/watch.h"

#include "script/kit.h"
#include "script/meter.h"

/* A host of its own for each question: they are few, and none leaves a trace in the next. */
static bool answers(void *self, const struct world *world, const struct plugin *plugin, struct text rule)
{
    struct app *app = self;
    struct script_options options = {.clock = &app->clock};
    struct script *script = script_new(&options);
    bool answers_it = script_plugin_answers(script, world, plugin, rule);
    script_free(script);
    return answers_it;
}

/* What only Lua can say of expressions and plugins. */
static void check_code(struct app *app, struct arena *arena, const struct world *world,
                       struct findings *findings)
{
    struct script_options options = {.clock = &app->clock};
    struct script *script = script_new(&options);
    for (size_t i = 0; i < world->definition_count; i++) {
        script_check_definition(script, world->definitions[i], findings);
    }
    for (size_t i = 0; i < world->plugin_count; i++) {
        script_check_plugin(script, arena, world, &world->plugins[i], findings);
    }
    script_free(script);
}

static const struct world *world_of_files(void *self, struct arena *arena, const struct json *files,
                                          struct findings *findings)
{
    struct app *app = self;
    struct json none = json_null();
    struct site_settings settings = site_settings_default();
    struct text path = site_file(files);
    if (path.size) {
        struct text yaml = json_text(json_get(files, path));
        site_settings_read(arena, path, yaml, &settings, findings);
    }
    const struct zone *zone = zone_load(arena, &app->files, settings.zone_name, findings);
    const struct world *world = world_build(arena, files, &none, &settings, zone, findings);
    if (world) {
        check_code(app, arena, world, findings);
    }
    return world;
}

/* The workflow of people is taken where there is none of that name. */
static struct json with_shipped(void *self, struct arena *arena, struct json files)
{
    struct json all = json_shallow(arena, files);
    bool has_people = false;
    (void)self;
    for (uint32_t i = 0; i < files.count; i++) {
        has_people =
            has_people || text_starts(json_text(&files.members[i].value), TEXT("workflow: person\n"));
    }
    for (size_t i = 0; i < shipped_count; i++) {
        struct text path = text_of(shipped_files[i].path);
        struct text content = {(const char *)shipped_files[i].bytes, shipped_files[i].size};
        bool wanted = text_starts(path, TEXT("plugins/")) ||
                      (text_starts(path, TEXT("workflows/person/")) && !has_people);
        if (wanted && !json_get(&all, path)) {
            json_set(arena, &all, path, json_string(content));
        }
    }
    return all;
}

static enum status rules_new(void *self, struct rules *rules, struct error *error)
{
    (void)error;
    struct app *app = self;
    struct script_options options = {.clock = &app->clock};
    *rules = script_rules(script_new(&options));
    return STATUS_OK;
}

static void rules_free(void *self, struct rules *rules)
{
    (void)self;
    script_free(rules->self);
    *rules = (struct rules){0};
}

static enum status store_in_memory(void *self, struct store **store, struct error *error)
{
    (void)self;
    return store_open_memory(store, error);
}

static const uint64_t TEST_NANOSECONDS_LIMIT = 10000000000; /* of one test, with all that it plays */

static enum status run_test(void *self, struct arena *arena, const struct world *world,
                            const struct plugin *file, size_t index, const struct stage *stage,
                            struct json *told, struct error *error)
{
    struct app *app = self;
    struct script_options options = {.clock = &app->clock, .nanoseconds_limit = TEST_NANOSECONDS_LIMIT};
    struct script *script = script_new(&options);
    enum status status = script_test(script, arena, world, file, index, stage, told, error);
    script_free(script);
    return status;
}

static struct json plugin_names(void *self, struct arena *arena, const struct world *world)
{
    (void)self;
    struct script *script = script_new(NULL);
    struct json names = script_names(script, arena, world);
    script_free(script);
    return names;
}

static struct json plugin_costs(void *self, struct arena *arena)
{
    const struct app *app = self;
    return app->meter ? script_meter_json(app->meter, arena) : json_object();
}

static enum status again(void *self, struct arena *arena, struct store *store, int64_t number,
                         const struct world **world, struct error *error)
{
    struct app *app = self;
    return world_again(arena, &app->files, store, number, world, error);
}

static enum status install(void *self, struct arena *arena, const struct plugin *plugin,
                           const struct json *files, struct text *former, struct error *error)
{
    struct app *app = self;
    return site_install(arena, &app->files, app->folder, plugin, files, former, error);
}

static void reload(void *self)
{
    struct app *app = self;
    if (app->watch) {
        watch_reload(app->watch);
    } else if (!app->serving) {
        app_reload(app);
    }
}

struct workshop app_workshop(struct app *app)
{
    app->answers = (struct rule_answers){answers, app};
    app->tests = (struct test_runner){run_test, app};
    return (struct workshop){.world_of_files = world_of_files,
                             .rules_new = rules_new,
                             .rules_free = rules_free,
                             .with_shipped = with_shipped,
                             .world_again = again,
                             .store_in_memory = store_in_memory,
                             .answers = &app->answers,
                             .plugin_names = plugin_names,
                             .plugin_costs = plugin_costs,
                             .plugin_install = install,
                             .reload = reload,
                             .tests = &app->tests,
                             .self = app};
}
