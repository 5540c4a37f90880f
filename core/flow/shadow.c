/* See shadow.h. */
#include "flow/shadow.h"

#include "base/log.h"
#include "flow/path.h"

#include <inttypes.h>
#include <stdlib.h>

/* One plugin's shadow, and all that was noted. */
struct shadow {
    struct text name, files;
};

/* A plan to be made again. It lives in the turn's arena. */
struct noted {
    const struct shadow *shadow;
    const struct world *world;
    struct stored_subject stored;
    const struct definition *definition;
    struct json document;
    bool time; /* what time brought: there is no command */
    struct command command;
    struct given given;
    struct text event;
    uint64_t entry; /* 0: it was refused, and there is none */
    struct shadow_side was;
};

struct shadows {
    struct arena arena;
    VECTOR(struct shadow)
    list;
    VECTOR(struct noted)
    noted;
};

enum status shadow_load(struct flow *flow, struct error *error)
{
    struct json all;
    struct store *store = store_of(flow);
    enum status status = store->api->values(store, &flow->arena, SHADOW_SPACE, &all, error);
    if (status != STATUS_OK) {
        return status;
    }
    shadow_free(flow);
    flow->shadows_known = true;
    if (all.count == 0) {
        return STATUS_OK;
    }
    struct shadows *shadows = memory_new(sizeof *shadows);
    *shadows = (struct shadows){0};
    arena_init(&shadows->arena);
    for (uint32_t i = 0; i < all.count; i++) {
        struct json shadow;
        const struct json *files = NULL;
        if (json_read(&flow->arena, json_text(&all.members[i].value), &shadow, error) == STATUS_OK) {
            files = json_member_of(&shadow, "files");
        }
        if (files && files->type == JSON_OBJECT) {
            struct shadow one = {text_copy(&shadows->arena, all.members[i].name),
                                 text_copy(&shadows->arena, shadow_sealed(&flow->arena, files))};
            vector_push(&shadows->arena, &shadows->list, one);
        }
    }
    flow->shadows = shadows;
    return STATUS_OK;
}

void shadow_free(struct flow *flow)
{
    if (flow->shadows) {
        arena_deinit(&flow->shadows->arena);
        free(flow->shadows);
        flow->shadows = NULL;
    }
}

/* --- noting --------------------------------------------------------------------------------------- */

void shadow_forget(struct flow *flow)
{
    if (flow->shadows) { /* its items lie in the turn's arena */
        memset(&flow->shadows->noted, 0, sizeof flow->shadows->noted);
    }
}

/* The command's memory is its owner's, who has it no longer once the answer is given. */
static struct command copy_command(struct arena *arena, const struct command *command)
{
    struct command copy = *command;
    struct text *const texts[] = {&copy.key, &copy.subject, &copy.workflow, &copy.area,           &copy.event,
                                  &copy.of,  &copy.actor,   &copy.role,     &copy.override_reason};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = text_copy(arena, *texts[i]);
    }
    copy.data = json_copy(arena, command->data);
    copy.tasks = json_copy(arena, command->tasks);
    return copy;
}

static struct given copy_given(struct arena *arena, const struct given *given)
{
    struct given copy = *given;
    struct known_record *known = arena_array(arena, struct known_record, given->known_count);
    struct known_episode *episodes = arena_array(arena, struct known_episode, given->episode_count);
    for (size_t i = 0; i < given->known_count; i++) {
        known[i] = given->known[i];
        known[i].asked = text_copy(arena, known[i].asked);
        known[i].reference = text_copy(arena, known[i].reference);
    }
    for (size_t i = 0; i < given->episode_count; i++) {
        episodes[i] = given->episodes[i];
        episodes[i].person = text_copy(arena, episodes[i].person);
    }
    copy.known = known;
    copy.episodes = episodes;
    return copy;
}

static bool has_asked(const struct plan *plan, struct text plugin)
{
    for (uint32_t i = 0; i < plan->transcript.count; i++) {
        if (text_equal(json_get_text(&plan->transcript.elements[i], "plugin"), plugin)) {
            return true;
        }
    }
    return false;
}

static void note(struct flow *flow, const struct shadow *shadow, const struct loaded *loaded,
                 const struct command *command, const struct given *given, const struct plan *plan)
{
    struct arena *arena = &flow->arena;
    struct noted noted = {.shadow = shadow,
                          .world = loaded->world,
                          .stored = loaded->stored,
                          .definition = plan->after->definition,
                          .document = json_copy(arena, loaded->document),
                          .time = command == NULL,
                          .given = copy_given(arena, given),
                          .event = text_copy(arena, plan->event),
                          .entry = plan->outcome == OUTCOME_DONE ? loaded->stored.version + 1 : 0,
                          .was = shadow_side_of(arena, plan, shadow->name)};
    noted.stored.reference = text_copy(arena, loaded->stored.reference);
    if (command) {
        noted.command = copy_command(arena, command);
    }
    vector_push(arena, &flow->shadows->noted, noted);
}

void shadow_note(struct flow *flow, const struct loaded *loaded, const struct command *command,
                 const struct given *given, const struct plan *plan)
{
    vector_each(const struct shadow, shadow, &flow->shadows->list)
    {
        if (has_asked(plan, shadow->name)) {
            note(flow, shadow, loaded, command, given, plan);
        }
    }
}

/* --- asking again ------------------------------------------------------------------------------------ */

/* What is kept of one shadow's turn. */
struct keeping {
    struct flow *flow;
    const struct noted *noted;
    struct json counts;
    int64_t next;     /* the number of the next difference */
    struct text last; /* what was kept last of this plan */
    enum status status;
    struct error *error;
};

/* The world of the case with the shadow in the plugin's place; NULL when the plugin is not in it, or the
 * shadow cannot be read any more, which ERROR says then. */
static const struct world *world_of(struct flow *flow, const struct noted *noted, struct error *error)
{
    struct world *world = arena_new(&flow->arena, struct world);
    if (!noted->world->read_plugin) {
        error_set(error, STATUS_UNSUPPORTED, "This world reads no versions of plugins.");
        return NULL;
    }
    struct plugin *plugins = arena_array(&flow->arena, struct plugin, noted->world->plugin_count);
    *world = *noted->world;
    world->plugins = plugins;
    for (size_t i = 0; i < world->plugin_count; i++) {
        plugins[i] = noted->world->plugins[i];
        if (text_equal(plugins[i].name, noted->shadow->name)) {
            enum status status = world->read_plugin(&flow->arena, noted->world, plugins[i].name,
                                                    noted->shadow->files, &plugins[i], error);
            return status == STATUS_OK ? world : NULL;
        }
    }
    error_set(error, STATUS_NOT_FOUND, "The plugin is not installed.");
    return NULL;
}

/* A shadow that cannot even be read answers nothing, and that is what differs. */
static struct shadow_side unreadable(struct arena *arena, const struct error *error)
{
    struct shadow_side side = {json_object(), json_null()};
    json_set(arena, &side.said, TEXT("outcome"), json_string(TEXT("failed")));
    json_set(arena, &side.said, TEXT("why"), json_string(text_copy(arena, text_of(error->message))));
    json_set(arena, &side.said, TEXT("lines"), json_array());
    return side;
}

static struct shadow_side ask_again(struct flow *flow, const struct noted *noted)
{
    struct error error = {0};
    struct arena *arena = &flow->arena;
    const struct world *world = world_of(flow, noted, &error);
    struct subject *subject =
        world ? path_subject(arena, noted->definition, &noted->stored, &noted->document) : NULL;
    if (!subject) {
        return unreadable(arena, &error);
    }
    const struct rules *rules = &flow->options.rules;
    struct plan *plan = noted->time ? plan_time(arena, world, subject, &noted->document, &noted->given, rules)
                                    : plan_build(arena, world, subject, &noted->document, &noted->command,
                                                 &noted->given, rules);
    return shadow_side_of(arena, plan, noted->shadow->name);
}

static void count(struct keeping *keeping, const char *what, struct text rule)
{
    struct arena *arena = &keeping->flow->arena;
    struct json *of = json_get_mutable(&keeping->counts, text_of(what));
    if (!of) {
        json_set(arena, &keeping->counts, text_of(what), json_object());
        of = json_get_mutable(&keeping->counts, text_of(what));
    }
    const struct json *before = json_get(of, rule);
    json_set(arena, of, rule, json_integer((before ? before->integer : 0) + 1));
}

static void keep(void *self, struct text rule, bool differs, struct json was, struct json is)
{
    struct keeping *keeping = self;
    const struct noted *noted = keeping->noted;
    struct arena *arena = &keeping->flow->arena;
    struct store *store = store_of(keeping->flow);
    struct json one = json_object();
    count(keeping, "asked", rule);
    if (!differs || keeping->status != STATUS_OK) {
        return;
    }
    count(keeping, "differed", rule);
    json_set(arena, &one, TEXT("at"), json_integer(noted->given.now));
    json_set(arena, &one, TEXT("case"), json_string(noted->stored.reference));
    json_set(arena, &one, TEXT("entry"), json_integer((int64_t)noted->entry));
    json_set(arena, &one, TEXT("event"), json_string(noted->event));
    json_set(arena, &one, TEXT("rule"), json_string(rule));
    json_set(arena, &one, TEXT("was"), was);
    json_set(arena, &one, TEXT("is"), is);
    struct text of = shadow_space(arena, noted->shadow->name), value = json_to_text(arena, &one);
    if (text_equal(value, keeping->last)) { /* the same question again, and the same answers */
        return;
    }
    keeping->last = value;
    int64_t number = keeping->next++;
    keeping->status =
        store->api->set_value(store, of, text_printf(arena, "%012" PRId64, number), value, keeping->error);
    if (keeping->status == STATUS_OK && number >= SHADOW_DIFFERENCES_LIMIT) {
        struct text oldest = text_printf(arena, "%012" PRId64, number - SHADOW_DIFFERENCES_LIMIT);
        keeping->status = store->api->unset_value(store, of, oldest, keeping->error);
    }
}

static enum status keep_one(struct flow *flow, const struct noted *noted, const struct shadow_side *is,
                            struct error *error)
{
    struct store *store = store_of(flow);
    struct keeping keeping = {.flow = flow, .noted = noted, .error = error};
    struct text name = noted->shadow->name;
    enum status status = shadow_counts(store, &flow->arena, name, &keeping.counts, error);
    if (status != STATUS_OK) {
        return status;
    }
    keeping.next = json_get_integer(&keeping.counts, "next", 0);
    shadow_compare(&flow->arena, &noted->was, is, keep, &keeping);
    json_set(&flow->arena, &keeping.counts, TEXT("next"), json_integer(keeping.next));
    return keeping.status == STATUS_OK
               ? store->api->set_value(store, SHADOW_COUNTS, name,
                                       json_to_text(&flow->arena, &keeping.counts), error)
               : keeping.status;
}

enum status shadow_turn(struct flow *flow, struct error *error)
{
    struct store *store = store_of(flow);
    size_t number = flow->shadows->noted.count;
    struct shadow_side *sides = arena_array(&flow->arena, struct shadow_side, number);
    for (size_t i = 0; i < number; i++) {
        sides[i] = ask_again(flow, &flow->shadows->noted.at[i]);
    }
    enum status status = number ? store->api->begin(store, error) : STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < number; i++) {
        status = keep_one(flow, &flow->shadows->noted.at[i], &sides[i], error);
        if (status != STATUS_OK) {
            store->api->rollback(store);
        }
    }
    if (number && status == STATUS_OK) {
        status = store->api->commit(store, error);
    }
    shadow_forget(flow);
    if (status != STATUS_OK && status != STATUS_IO && status != STATUS_CORRUPT) {
        log_write(LOG_WARNING, "flow", "what a shadow answers is not kept: %s", error->message);
        return STATUS_OK;
    }
    return status;
}
