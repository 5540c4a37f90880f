/* Shadows as the store keeps them: put, read, dropped, with what they differed in. See shadow.h. */
#include "flow/path.h"
#include "flow/shadow.h"

struct text shadow_space(struct arena *arena, struct text plugin)
{
    return text_printf(arena, "shadow %.*s", TEXT_ARGS(plugin));
}

/* --- reading ---------------------------------------------------------------------------------- */

enum status shadow_read(struct store *store, struct arena *arena, struct text plugin, struct json *shadow,
                        struct error *error)
{
    struct text value;
    enum status status = store->api->get_value(store, arena, SHADOW_SPACE, plugin, &value, error);
    if (status == STATUS_NOT_FOUND) {
        return error_set(error, status, "The plugin “%.*s” has no shadow.", TEXT_ARGS(plugin));
    }
    if (status == STATUS_OK) {
        status = json_read(arena, value, shadow, error);
    }
    const struct json *files = status == STATUS_OK ? json_member_of(shadow, "files") : NULL;
    if (status == STATUS_OK && !(files && files->type == JSON_OBJECT)) {
        return error_set(error, STATUS_CORRUPT, "What is kept of the shadow of %.*s has no files; drop it.",
                         TEXT_ARGS(plugin));
    }
    return status;
}

enum status shadow_counts(struct store *store, struct arena *arena, struct text plugin, struct json *counts,
                          struct error *error)
{
    struct text value;
    enum status status = store->api->get_value(store, arena, SHADOW_COUNTS, plugin, &value, error);
    *counts = json_object();
    return status == STATUS_OK          ? json_read(arena, value, counts, error)
           : status == STATUS_NOT_FOUND ? STATUS_OK
                                        : status;
}

enum status shadow_differences(struct store *store, struct arena *arena, struct text plugin,
                               struct json *differences, struct error *error)
{
    struct json values;
    enum status status = store->api->values(store, arena, shadow_space(arena, plugin), &values, error);
    *differences = json_array();
    for (uint32_t i = 0; status == STATUS_OK && i < values.count; i++) {
        struct json one;
        status = json_read(arena, json_text(&values.members[i].value), &one, error);
        json_append(arena, differences, one);
    }
    return status;
}

static bool decides(struct text path)
{
    return !text_starts(path, TEXT("tests/")) && !text_starts(path, TEXT("scenarios/"));
}

struct text shadow_sealed(struct arena *arena, const struct json *files)
{
    struct json own = json_object();
    for (uint32_t i = 0; i < files->count; i++) {
        if (decides(files->members[i].name)) {
            json_set(arena, &own, files->members[i].name, files->members[i].value);
        }
    }
    return json_to_text(arena, &own);
}

/* --- putting and dropping ------------------------------------------------------------------------ */

static enum status forget_differences(struct flow *flow, struct text plugin, struct error *error)
{
    struct json values;
    struct store *store = store_of(flow);
    struct text of = shadow_space(&flow->arena, plugin);
    enum status status = store->api->values(store, &flow->arena, of, &values, error);
    for (uint32_t i = 0; status == STATUS_OK && i < values.count; i++) {
        status = store->api->unset_value(store, of, values.members[i].name, error);
    }
    return status == STATUS_OK ? store->api->unset_value(store, SHADOW_COUNTS, plugin, error) : status;
}

static enum status put(struct flow *flow, const struct command *command, struct error *error)
{
    struct json all, value = json_object();
    struct arena *arena = &flow->arena;
    struct store *store = store_of(flow);
    const struct json *files = json_member_of(&command->data, "files");
    enum status status = store->api->values(store, arena, SHADOW_SPACE, &all, error);
    if (status != STATUS_OK) {
        return status;
    }
    if (!json_get(&all, command->subject) && all.count >= SHADOWS_LIMIT) {
        return error_set(error, STATUS_LIMIT,
                         "%d plugins have a shadow already; promote or drop one of them first.",
                         SHADOWS_LIMIT);
    }
    json_set(arena, &value, TEXT("at"), json_integer(clock_now(&flow->options.clock)));
    json_set(arena, &value, TEXT("by"), json_string(command->actor));
    json_set(arena, &value, TEXT("files"), *files);
    struct text text = json_to_text(arena, &value);
    if (text.size > SHADOW_FILES_LIMIT) {
        return error_set(error, STATUS_LIMIT, "The plugin's files have %zu bytes; a shadow holds %d.",
                         text.size, SHADOW_FILES_LIMIT);
    }
    return store->api->set_value(store, SHADOW_SPACE, command->subject, text, error);
}

static enum status drop(struct flow *flow, const struct command *command, struct error *error)
{
    struct json shadow;
    struct store *store = store_of(flow);
    enum status status = shadow_read(store, &flow->arena, command->subject, &shadow, error);
    return status == STATUS_OK ? store->api->unset_value(store, SHADOW_SPACE, command->subject, error)
                               : status;
}

enum status shadow_run(struct flow *flow, struct job *job, struct error *error)
{
    const struct command *command = &job->command;
    flow->shadows_known = false;
    job->status =
        text_is(command->event, "put") ? put(flow, command, &job->error) : drop(flow, command, &job->error);
    if (job->status == STATUS_OK) {
        job->status = forget_differences(flow, command->subject, &job->error);
    }
    if (job->status == STATUS_OK || job->status == STATUS_NOT_FOUND || job->status == STATUS_LIMIT) {
        return STATUS_OK;
    }
    *error = job->error;
    return job->status;
}
