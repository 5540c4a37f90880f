/* See watch.h.
 *
 * Invariant: `watches` belong to the loop's thread, `worlds` to the engine's; nothing else of the watch
 * changes after it was made. */
#include "app/watch.h"

#include "base/log.h"
#include "base/thread.h"
#include "loop/loop.h"

#include <stdlib.h>

struct watches {
    struct loop_watch *at[WATCH_FOLDERS_LIMIT];
    size_t count;
};

struct watch {
    struct app *app;
    struct loop_timer *quiet;
    struct watches watches;
    struct arena *worlds[WATCH_WORLDS_LIMIT];
    size_t world_count;
    lock lock; /* guards `stopped`, and what is put into force */
    bool stopped;
};

/* --- the engine's thread ---------------------------------------------------------------- */

static void log_findings(const struct findings *findings)
{
    vector_each(const struct finding, finding, &findings->list)
    {
        log_write(finding->severity == SEVERITY_ERROR ? LOG_ERROR : LOG_WARNING, "watch", "%.*s:%u:%u: %.*s",
                  TEXT_ARGS(finding->file), finding->place.line, finding->place.column,
                  TEXT_ARGS(finding->message));
    }
}

/* Whether the site's files hold together, as `caseway check` finds it. */
static bool check(struct app *app, struct findings *findings, struct error *error)
{
    struct json files;
    struct arena arena;
    arena_init(&arena);
    enum status status = site_files(&arena, &app->files, app->folder, &files, error);
    if (status == STATUS_OK) {
        const struct world *world = app->workshop.world_of_files(app, &arena, &files, findings);
        if (world) {
            workbench_check(world, app->workshop.answers, findings);
        }
        findings_sort(findings);
        log_findings(findings);
    } else {
        log_write(LOG_ERROR, "watch", "%s", error->message);
    }
    arena_deinit(&arena);
    return status == STATUS_OK && findings->errors == 0;
}

/* NULL: there is none, and it was logged why. */
static const struct world *read_world(struct app *app, struct arena *arena)
{
    struct findings findings;
    struct error error;
    struct site_settings settings = site_settings_default();
    const struct world *world;
    findings_init(&findings, arena);
    if (!check(app, &findings, &error)) {
        return NULL;
    }
    enum status status = site_world(arena, &app->files, app->folder, app->store, app->clock, &settings,
                                    &world, &findings, &error);
    if (status != STATUS_OK) {
        log_write(LOG_ERROR, "watch", "%s", error.message);
        return NULL;
    }
    return world;
}

static void reload(void *self)
{
    struct watch *watch = self;
    struct app *app = watch->app;
    if (watch->world_count == WATCH_WORLDS_LIMIT) {
        log_write(LOG_ERROR, "watch", "%d versions were put into force; start the server again to go on",
                  WATCH_WORLDS_LIMIT);
        return;
    }
    struct arena *arena = memory_new(sizeof *arena);
    arena_init(arena);
    const struct world *world = read_world(app, arena);
    bool same = world && digest_equal(&world->digest, &flow_world(app->flow)->digest);
    if (!world || same) {
        if (!world) {
            log_write(LOG_ERROR, "watch", "not in force: what was before stays");
        }
        arena_deinit(arena);
        free(arena);
        return;
    }
    watch->worlds[watch->world_count++] = arena;
    lock_take(&watch->lock);
    if (!watch->stopped) { /* else the api is on its way out */
        flow_set_world(app->flow, world);
        api_set_world(app->api, world);
        log_write(LOG_INFO, "watch", "in force: what was saved");
    }
    lock_give(&watch->lock);
}

/* --- the loop's thread --------------------------------------------------------------------- */

static void look_again(struct watch *watch);

static void quiet(void *self)
{
    struct watch *watch = self;
    look_again(watch);
    queue_between(watch->app->queue, reload, watch);
}

static void changed(void *self, struct text name)
{
    struct watch *watch = self;
    if (!text_starts(name, TEXT("."))) {
        loop_timer_again(watch->quiet, WATCH_QUIET_MILLISECONDS);
    }
}

/* The site's own folder holds the database, too, which is written all the time. */
static void site_changed(void *self, struct text name)
{
    if (text_is(name, "site.yaml")) {
        changed(self, name);
    }
}

static void add(struct watch *watch, struct watches *watches, const char *folder,
                void (*seen)(void *self, struct text name))
{
    struct error error;
    if (watches->count == WATCH_FOLDERS_LIMIT) {
        return;
    }
    if (loop_watch_start(watch->app->loop, folder, seen, watch, &watches->at[watches->count], &error) ==
        STATUS_OK) {
        watches->count++;
    } else {
        log_write(LOG_WARNING, "watch", "%s", error.message);
    }
}

static void add_below(struct watch *watch, struct watches *watches, struct arena *arena, const char *folder,
                      unsigned depth)
{
    const struct files *files = &watch->app->files;
    struct files_list list = {0};
    struct error error;
    if (depth > SITE_DEPTH_LIMIT || files->list(files->self, arena, folder, &list, &error) != STATUS_OK) {
        return;
    }
    add(watch, watches, folder, changed);
    vector_each(const struct files_entry, entry, &list.list)
    {
        if (entry->is_folder && !text_starts(entry->name, TEXT("."))) {
            const char *below = arena_printf(arena, "%s/%.*s", folder, TEXT_ARGS(entry->name));
            add_below(watch, watches, arena, below, depth + 1);
        }
    }
}

static void free_all(struct watches *watches)
{
    for (size_t i = 0; i < watches->count; i++) {
        loop_watch_free(watches->at[i]);
    }
    watches->count = 0;
}

/* The folders that are there now; the old watches go once the new ones see. */
static void look_again(struct watch *watch)
{
    static const char *const parts[] = {"workflows", "plugins", "calendars"};
    struct watches old = watch->watches;
    struct arena arena;
    arena_init(&arena);
    watch->watches.count = 0;
    add(watch, &watch->watches, watch->app->folder, site_changed);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *folder = arena_printf(&arena, "%s/%s", watch->app->folder, parts[i]);
        add_below(watch, &watch->watches, &arena, folder, 0);
    }
    if (watch->watches.count == WATCH_FOLDERS_LIMIT) {
        log_write(LOG_WARNING, "watch", "only %d folders are watched", WATCH_FOLDERS_LIMIT);
    }
    free_all(&old);
    arena_deinit(&arena);
}

/* --- the watch -------------------------------------------------------------------------------- */

struct watch *watch_new(struct app *app)
{
    struct watch *watch = memory_new(sizeof *watch);
    *watch = (struct watch){.app = app};
    lock_init(&watch->lock);
    return watch;
}

void watch_look(struct watch *watch)
{
    watch->quiet = loop_timer_start(watch->app->loop, WATCH_QUIET_MILLISECONDS, quiet, watch);
    look_again(watch);
}

void watch_reload(struct watch *watch)
{
    queue_between(watch->app->queue, reload, watch);
}

void watch_stop(struct watch *watch)
{
    if (watch) {
        lock_take(&watch->lock);
        watch->stopped = true;
        lock_give(&watch->lock);
        free_all(&watch->watches);
        if (watch->quiet) {
            loop_timer_free(watch->quiet);
        }
    }
}

void watch_free(struct watch *watch)
{
    if (watch) {
        for (size_t i = 0; i < watch->world_count; i++) {
            arena_deinit(watch->worlds[i]);
            free(watch->worlds[i]);
        }
        lock_deinit(&watch->lock);
        free(watch);
    }
}
