/* GET /v1/verify: walks every chain; with `replay` it also makes the journal's decisions again, each in the
 * world that its entry names (flow/replay.h). */
#include "api/parts.h"

#include "flow/replay.h"

/* The worlds that a replay has made so far: entries of one world stand together, so the last few are enough.
 */
enum { WORLDS_KEPT = 8 };

struct worlds {
    struct call *call;
    struct {
        int64_t number;
        struct arena arena;
        const struct world *world; /* NULL: it cannot be made, for this reason */
        enum status status;
        struct error error;
    } at[WORLDS_KEPT];
    size_t count, next;
};

static enum status world_of(void *self, int64_t number, const struct world **world, struct error *error)
{
    struct worlds *worlds = self;
    struct call *call = worlds->call;
    const struct workshop *workshop = call->api->options.workshop;
    for (size_t i = 0; i < worlds->count; i++) {
        if (worlds->at[i].number == number) {
            *world = worlds->at[i].world;
            *error = worlds->at[i].error;
            return worlds->at[i].status;
        }
    }
    size_t place = worlds->next++ % WORLDS_KEPT;
    if (place == worlds->count) {
        arena_init(&worlds->at[place].arena);
        worlds->count++;
    }
    arena_reset(&worlds->at[place].arena);
    worlds->at[place].number = number;
    worlds->at[place].world = NULL;
    worlds->at[place].status =
        workshop->world_again(workshop->self, &worlds->at[place].arena, call->store, number,
                              &worlds->at[place].world, &worlds->at[place].error);
    *world = worlds->at[place].world;
    *error = worlds->at[place].error;
    return worlds->at[place].status;
}

static enum status replay(struct call *call, struct json *json, struct error *error)
{
    struct replayed result;
    struct arena *arena = call->arena;
    struct json told = json_object();
    struct worlds *worlds = arena_new(arena, struct worlds);
    *worlds = (struct worlds){.call = call};
    struct replay_options options = {.store = call->store,
                                     .rules = call->rules,
                                     .zone = call->world->zone,
                                     .world = world_of,
                                     .self = worlds};
    enum status status = replay_run(arena, &options, call_text(call, "case"), &result, error);
    for (size_t i = 0; i < worlds->count; i++) {
        arena_deinit(&worlds->at[i].arena);
    }
    if (status != STATUS_OK) {
        return status;
    }
    json_set(arena, &told, TEXT("subjects"), json_integer((int64_t)result.subjects));
    json_set(arena, &told, TEXT("entries"), json_integer((int64_t)result.entries));
    json_set(arena, &told, TEXT("passed_over"), json_integer((int64_t)result.passed_over));
    json_set(arena, &told, TEXT("faults"), json_integer((int64_t)result.faults));
    json_set(arena, &told, TEXT("lines"), result.lines);
    json_set(arena, json, TEXT("replayed"), told);
    return STATUS_OK;
}

bool verify_get(struct call *call)
{
    struct error error;
    struct store_verified verified;
    struct json json = json_object();
    struct arena *arena = call->arena;
    enum status status = call->store->api->verify(call->store, arena, NULL, NULL, &verified, &error);
    if (status == STATUS_OK && call_flag(call, "replay")) {
        status = replay(call, &json, &error);
    }
    if (status == STATUS_NOT_FOUND) {
        return answer_no_case(call, call_text(call, "case"));
    }
    if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    json_set(arena, &json, TEXT("subjects"), json_integer((int64_t)verified.subjects));
    json_set(arena, &json, TEXT("entries"), json_integer((int64_t)verified.entries));
    json_set(arena, &json, TEXT("erased"), json_integer((int64_t)verified.erased));
    json_set(arena, &json, TEXT("faults"), json_integer((int64_t)verified.faults));
    show_text(arena, &json, "first_fault", verified.first_fault);
    return answer_json(call, 200, &json);
}
