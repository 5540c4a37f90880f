/* Shadows of plugins (flow/shadow.h): put beside the installed version, what they would have answered
 * otherwise, installed, taken away. For whoever holds the site; a difference, for whoever may read its case.
 */
#include "api/parts.h"

#include "flow/shadow.h"
#include "workbench/check.h"

/* A call under way to the engine. */
struct shadowing {
    struct call *call;
    struct job job;
    struct json answer;
};

static const struct plugin *plugin_of(struct call *call)
{
    const struct plugin *plugin = world_plugin(call->world, call->parameters[0]);
    if (!plugin) {
        answer_problem(call, PROBLEM_NOT_FOUND,
                       "There is no plugin “%.*s” here; a shadow stands beside one that is installed.",
                       TEXT_ARGS(call->parameters[0]));
    }
    return plugin;
}

/* --- as it is told --------------------------------------------------------------------------- */

static int64_t count_of(const struct json *counts, const char *what)
{
    return json_get_integer(json_member_of(counts, what), SHADOW_OUTCOME, 0);
}

/* {version, hash, at, by, asked, differed}, of a plugin's SHADOW. */
static struct json show_shadow(struct call *call, const struct plugin *installed, const struct json *shadow,
                               const struct json *counts)
{
    struct error error;
    struct plugin plugin;
    struct json json = json_object();
    const struct json *files = json_member_of(shadow, "files");
    struct text sealed = shadow_sealed(call->arena, files);
    plugin = *installed;
    if (call->world->read_plugin(call->arena, call->world, installed->name, sealed, &plugin, &error) ==
        STATUS_OK) {
        show_text(call->arena, &json, "version", plugin.version);
        show_text(call->arena, &json, "hash", plugin_hash(call->arena, &plugin));
    }
    show_instant(call->arena, &json, "at", json_get_integer(shadow, "at", INSTANT_NONE));
    show_text(call->arena, &json, "by", json_get_text(shadow, "by"));
    json_set(call->arena, &json, TEXT("asked"), json_integer(count_of(counts, "asked")));
    json_set(call->arena, &json, TEXT("differed"), json_integer(count_of(counts, "differed")));
    return json;
}

enum status shadow_show(struct call *call, const struct plugin *plugin, struct json *shown,
                        struct error *error)
{
    struct json shadow, counts;
    enum status status = shadow_read(call->store, call->arena, plugin->name, &shadow, error);
    if (status == STATUS_OK) {
        status = shadow_counts(call->store, call->arena, plugin->name, &counts, error);
    }
    if (status == STATUS_OK) {
        *shown = show_shadow(call, plugin, &shadow, &counts);
    }
    return status;
}

/* --- differences --------------------------------------------------------------------------------- */

static bool may_read(struct call *call, struct text reference)
{
    struct stored_subject stored;
    return call->store->api->load(call->store, call->arena, reference, &stored, NULL) == STATUS_OK &&
           access_reads(&call->exchange->request.principal, stored.area, stored.offered);
}

static struct json show_difference(struct call *call, const struct json *difference)
{
    static const char *const kept[] = {"case", "entry", "event", "rule", "was", "is"};
    struct json json = json_object();
    show_instant(call->arena, &json, "at", json_get_integer(difference, "at", INSTANT_NONE));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const struct json *value = json_member_of(difference, kept[i]);
        if (value && !json_is_null(value)) {
            json_set(call->arena, &json, text_of(kept[i]), *value);
        }
    }
    return json;
}

/* Those of ALL from number FROM on that are asked for, at most LIMIT; where the next page begins, 0 at the
 * end. */
static struct json pick(struct call *call, const struct json *all, uint32_t from, size_t limit,
                        uint32_t *next)
{
    struct json items = json_array();
    struct text rule = call_text(call, "rule");
    uint32_t i = from;
    for (; i < all->count && items.count < limit; i++) {
        const struct json *one = &all->elements[i];
        bool meant = rule.size == 0 || text_equal(rule, json_get_text(one, "rule"));
        if (meant && may_read(call, json_get_text(one, "case"))) {
            json_append(call->arena, &items, show_difference(call, one));
        }
    }
    *next = i < all->count ? i : 0;
    return items;
}

static struct json counts_json(const struct json *counts, const char *what)
{
    const struct json *found = json_member_of(counts, what);
    return found ? *found : json_object();
}

bool plugin_differences(struct call *call)
{
    size_t limit;
    uint32_t next;
    int64_t from = 0;
    struct error error;
    struct json shadow, counts, all;
    struct text cursor = call_text(call, "cursor");
    const struct plugin *plugin = plugin_of(call);
    if (!plugin || !call_limit(call, &limit)) {
        return true;
    }
    if (cursor.size && (!text_integer(cursor, &from) || from < 0 || from > UINT32_MAX)) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "This cursor is not one; ask without a cursor.");
    }
    enum status status = shadow_read(call->store, call->arena, plugin->name, &shadow, &error);
    if (status == STATUS_OK) {
        status = shadow_counts(call->store, call->arena, plugin->name, &counts, &error);
    }
    if (status == STATUS_OK) {
        status = shadow_differences(call->store, call->arena, plugin->name, &all, &error);
    }
    if (status != STATUS_OK) {
        return status == STATUS_NOT_FOUND ? answer_problem(call, PROBLEM_NOT_FOUND, "%s", error.message)
                                          : answer_failure(call, status, &error);
    }
    struct json answer = json_object();
    json_set(call->arena, &answer, TEXT("plugin"), json_string(plugin->name));
    json_set(call->arena, &answer, TEXT("shadow"), show_shadow(call, plugin, &shadow, &counts));
    json_set(call->arena, &answer, TEXT("asked"), counts_json(&counts, "asked"));
    json_set(call->arena, &answer, TEXT("differed"), counts_json(&counts, "differed"));
    json_set(call->arena, &answer, TEXT("items"), pick(call, &all, (uint32_t)from, limit, &next));
    if (next) {
        show_text(call->arena, &answer, "cursor", text_printf(call->arena, "%u", next));
    }
    return answer_json(call, 200, &answer);
}

/* --- to the engine -------------------------------------------------------------------------------- */

static void shadow_done(struct job *job)
{
    struct shadowing *shadowing = job->owner;
    struct call *call = shadowing->call;
    call_job_ended(call);
    if (job->status == STATUS_NOT_FOUND) {
        answer_problem(call, PROBLEM_NOT_FOUND, "%s", job->error.message);
    } else if (job->status != STATUS_OK) {
        answer_failure(call, job->status, &job->error);
    } else if (shadowing->answer.type == JSON_NULL) {
        answer_text(call, 204, "", (struct text){0});
    } else {
        answer_json(call, 200, &shadowing->answer);
    }
    call_finish(call);
}

/* DATA is JSON_NULL to drop it; ANSWER, what is answered then; JSON_NULL for nothing. */
static bool submit(struct call *call, struct json data, struct json answer)
{
    struct shadowing *shadowing = arena_new(call->arena, struct shadowing);
    *shadowing =
        (struct shadowing){.call = call,
                           .job = {.kind = JOB_SHADOW,
                                   .command = {.subject = call->parameters[0],
                                               .event = data.type == JSON_NULL ? TEXT("drop") : TEXT("put"),
                                               .actor = call->exchange->request.principal.user,
                                               .data = data},
                                   .arena = call->arena,
                                   .done = shadow_done,
                                   .owner = shadowing},
                           .answer = answer};
    enum status status = call_submit(call, &shadowing->job);
    return status != STATUS_OK &&
           answer_problem(call, PROBLEM_BUSY, "%s",
                          status == STATUS_STOPPED ? "The server is stopping."
                                                   : "Too many commands wait; try again in a moment.");
}

bool shadow_drop(struct call *call)
{
    return submit(call, json_null(), json_null());
}

/* --- putting ---------------------------------------------------------------------------------------- */

static void add_below(struct arena *arena, struct json *all, struct text name, const struct json *files)
{
    for (uint32_t i = 0; i < files->count; i++) {
        struct text path =
            text_printf(arena, "plugins/%.*s/%.*s", TEXT_ARGS(name), TEXT_ARGS(files->members[i].name));
        json_set(arena, all, path, files->members[i].value);
    }
}

/* The site's files with FILES in the place of PLUGIN's: what it would be. */
static struct json site_with(struct call *call, const struct plugin *plugin, const struct json *files)
{
    struct arena *arena = call->arena;
    const struct world *world = call->world;
    struct json all = json_shallow(arena, world->calendar_files);
    for (size_t i = 0; i < world->definition_count; i++) {
        const struct definition *definition = world->definitions[i];
        if (world_current(world, definition->name) == definition) {
            json_set(arena, &all, text_printf(arena, "workflows/%.*s.yaml", TEXT_ARGS(definition->name)),
                     json_string(definition->source));
        }
    }
    for (size_t i = 0; i < world->plugin_count; i++) {
        struct json own;
        if (&world->plugins[i] != plugin &&
            json_read(arena, world->plugins[i].files, &own, NULL) == STATUS_OK) {
            add_below(arena, &all, world->plugins[i].name, &own);
        }
    }
    add_below(arena, &all, plugin->name, files);
    return all;
}

static bool answer_findings(struct call *call, struct findings *findings)
{
    struct json members = json_object();
    findings_sort(findings);
    const struct finding *first = NULL;
    for (size_t i = 0; i < findings->list.count && !first; i++) {
        first = findings->list.at[i].severity == SEVERITY_ERROR ? &findings->list.at[i] : NULL;
    }
    struct text detail = first ? text_printf(call->arena, "%.*s:%u: %.*s", TEXT_ARGS(first->file),
                                             first->place.line, TEXT_ARGS(first->message))
                               : TEXT("It has errors.");
    json_set(call->arena, &members, TEXT("findings"), findings_json(call->arena, findings));
    return answer_problem_with(call, PROBLEM_INVALID, detail, members);
}

/* Whether FILES, put in the place of PLUGIN, hold together with all else; the response is a problem when not.
 */
static bool fits(struct call *call, const struct plugin *plugin, const struct json *files)
{
    struct findings findings;
    const struct workshop *workshop = call->api->options.workshop;
    struct json all = site_with(call, plugin, files);
    struct digest digest = digest_of(shadow_sealed(call->arena, files));
    if (digest_equal(&digest, &plugin->digest)) {
        return !answer_problem(call, PROBLEM_INVALID,
                               "These are the files that are installed as %.*s; a shadow is another version.",
                               TEXT_ARGS(plugin->name));
    }
    findings_init(&findings, call->arena);
    const struct world *world = workshop->world_of_files(workshop->self, call->arena, &all, &findings);
    if (!world || findings.errors) {
        return !answer_findings(call, &findings);
    }
    return world_plugin(world, plugin->name) ||
           !answer_problem(call, PROBLEM_INVALID, "The manifest names another plugin than %.*s.",
                           TEXT_ARGS(plugin->name));
}

bool shadow_put(struct call *call)
{
    struct json body, data = json_object(), answer = json_object(), shadow = json_object();
    const struct plugin *plugin = plugin_of(call);
    const struct json *files = plugin && call_body(call, &body) ? files_of(call, &body) : NULL;
    if (!files || !fits(call, plugin, files)) {
        return true;
    }
    json_set(call->arena, &data, TEXT("files"), *files);
    json_set(call->arena, &shadow, TEXT("files"), *files);
    json_set(call->arena, &shadow, TEXT("at"), json_integer(call_now(call)));
    json_set(call->arena, &answer, TEXT("plugin"), json_string(plugin->name));
    json_set(call->arena, &answer, TEXT("installed"), json_string(plugin->version));
    json_set(call->arena, &answer, TEXT("shadow"), show_shadow(call, plugin, &shadow, &(struct json){0}));
    return submit(call, data, answer);
}

/* --- promoting ---------------------------------------------------------------------------------------- */

static enum status read_shadow(struct call *call, struct json *shadow, struct error *error)
{
    struct store *store = call->store;
    enum status status = store->api->read_begin(store, error);
    if (status == STATUS_OK) {
        status = shadow_read(store, call->arena, call->parameters[0], shadow, error);
        store->api->read_end(store);
    }
    return status;
}

/* The files change places first, then the world is read again, then the shadow goes: whoever stops between
 * two of these can say it again. */
bool shadow_promote(struct call *call)
{
    struct error error;
    struct text former = {0};
    struct json shadow, answer = json_object();
    const struct workshop *workshop = call->api->options.workshop;
    const struct plugin *plugin = plugin_of(call);
    if (!plugin) {
        return true;
    }
    enum status status = read_shadow(call, &shadow, &error);
    if (status == STATUS_NOT_FOUND) {
        return answer_problem(call, PROBLEM_NOT_FOUND, "%s", error.message);
    }
    if (status == STATUS_OK && !workshop->plugin_install) {
        return answer_problem(call, PROBLEM_UNSUPPORTED, "Plugins cannot be installed here.");
    }
    if (status == STATUS_OK) {
        status = workshop->plugin_install(workshop->self, call->arena, plugin,
                                          json_member_of(&shadow, "files"), &former, &error);
    }
    if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    workshop->reload(workshop->self);
    json_set(call->arena, &answer, TEXT("plugin"), json_string(plugin->name));
    json_set(call->arena, &answer, TEXT("was"), json_string(plugin->version));
    json_set(call->arena, &answer, TEXT("former"), json_string(former));
    json_set(call->arena, &answer, TEXT("installed"), show_shadow(call, plugin, &shadow, &(struct json){0}));
    return submit(call, json_null(), answer);
}
