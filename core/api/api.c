/* The door: who asks, for what, and whether the request is well made; then the resource answers. Begin with
 * api_handle(). See api.h. */
#include "api/parts.h"

#include "base/insist.h"
#include "base/thread.h"

#include <stdlib.h>

enum { FREE_WAIT_MILLISECONDS = 5, FREE_PATIENCE = 1000 /* waits: five seconds */ };

/* --- a call ------------------------------------------------------------------------- */

void call_finish(struct call *call)
{
    struct api *api = call->api;
    struct exchange *exchange = call->exchange;
    insist(exchange->response.status >= 100 && exchange->response.status < 600);
    exchange->done(exchange);
    atomic_fetch_sub(&api->calls, 1);
}

instant call_now(const struct call *call)
{
    return clock_now(&call->api->options.clock);
}

enum status call_submit(struct call *call, struct job *job)
{
    struct api *api = call->api;
    atomic_fetch_add(&api->in_flight, 1);
    enum status status = api->options.port.submit(api->options.port.self, job);
    if (status != STATUS_OK) {
        atomic_fetch_sub(&api->in_flight, 1);
        if (status == STATUS_STOPPED) {
            atomic_store(&api->stopped, true);
        }
    }
    return status;
}

void call_job_ended(struct call *call)
{
    atomic_fetch_sub(&call->api->in_flight, 1);
}

void wait_a_moment(uint64_t milliseconds)
{
    lock mutex;
    condition never;
    lock_init(&mutex);
    condition_init(&never);
    lock_take(&mutex);
    (void)condition_wait_for(&never, &mutex, milliseconds);
    lock_give(&mutex);
    condition_deinit(&never);
    lock_deinit(&mutex);
}

/* --- at the door ----------------------------------------------------------------------- */

static bool is_media_type(struct text given, const char *wanted)
{
    struct text type = text_trim(text_part(given, 0, text_find(given, ';')));
    size_t size = strlen(wanted);
    if (type.size != size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        char byte = type.at[i] >= 'A' && type.at[i] <= 'Z' ? (char)(type.at[i] - 'A' + 'a') : type.at[i];
        if (byte != wanted[i]) {
            return false;
        }
    }
    return true;
}

static bool body_fits(struct call *call)
{
    const struct request *request = &call->exchange->request;
    const struct route *route = call->route;
    struct text type = request->content_type;
    if (request->body.size > route->body_limit) {
        return !answer_problem(call, PROBLEM_TOO_LARGE, "The body has %zu bytes; this takes at most %zu.",
                               request->body.size, route->body_limit);
    }
    bool taken = type.size == 0 || request->body.size == 0 || is_media_type(type, "application/json") ||
                 (route->lines &&
                  (is_media_type(type, "application/x-ndjson") || is_media_type(type, "application/jsonl")));
    return taken ||
           !answer_problem(call, PROBLEM_MEDIA_TYPE, "The body is taken as %s, not as %.*s.",
                           route->lines ? "application/x-ndjson" : "application/json", TEXT_ARGS(type));
}

/* A parameter that nobody reads would widen a list without a word. */
static bool query_fits(struct call *call)
{
    struct error error;
    struct text names[16], rest = text_of(call->route->query);
    size_t count = 0;
    if (!url_query(call->arena, call->exchange->request.query, &call->query, &error)) {
        return !answer_problem(call, PROBLEM_BAD_REQUEST, "%s", error.message);
    }
    while (rest.size && count < sizeof names / sizeof *names && text_split(&rest, ' ', &names[count])) {
        count++;
    }
    for (uint32_t i = 0; i < call->query.count; i++) {
        struct text name = call->query.members[i].name;
        size_t n = 0;
        while (n < count && !text_equal(names[n], name)) {
            n++;
        }
        if (n == count) {
            struct text near = text_nearest(name, names, count);
            return !answer_problem(call, PROBLEM_BAD_REQUEST, "There is no parameter “%.*s” here%s%.*s%s",
                                   TEXT_ARGS(name), near.size ? "; did you mean “" : "", TEXT_ARGS(near),
                                   near.size ? "”?" : ".");
        }
    }
    return true;
}

/* False: the response is a problem. */
static bool find_route(struct call *call)
{
    const struct request *request = &call->exchange->request;
    struct text allow = {0};
    bool invalid = false;
    call->route = route_find(call->arena, request->method, request->path, call->parameters, &allow, &invalid);
    if (!request->authenticated && !(call->route && call->route->open)) {
        return !answer_problem(call, PROBLEM_NOT_AUTHENTICATED,
                               "This needs a bearer token or a session that is signed in.");
    }
    if (invalid) {
        return !answer_problem(
            call, PROBLEM_BAD_REQUEST,
            "The path is not well written: a %% is followed by two digits from 0 to F, and "
            "all of it is UTF-8.");
    }
    if (call->route) {
        return true;
    }
    if (allow.size == 0) {
        return !answer_problem(call, PROBLEM_NOT_FOUND, "There is nothing at %.*s.",
                               TEXT_ARGS(request->path));
    }
    call->exchange->response.allow = allow;
    return !answer_problem(call, PROBLEM_METHOD, "%.*s takes %.*s.", TEXT_ARGS(request->path),
                           TEXT_ARGS(allow));
}

static bool may_enter(struct call *call)
{
    const struct route *route = call->route;
    if (route->site && (!call->api->options.store || !call->world)) {
        return !answer_problem(call, PROBLEM_NO_SITE,
                               "There is no site in this folder; make one with “caseway init”.");
    }
    if (route->right && !access_allows(&call->exchange->request.principal, route->act, (struct text){0})) {
        return !answer_problem(call, PROBLEM_NOT_ALLOWED, "%.*s has no right to this.",
                               TEXT_ARGS(call->exchange->request.principal.user));
    }
    return true;
}

static bool read_work(struct call *call)
{
    struct error error;
    struct store *store = call->store;
    enum status status = store ? store->api->read_begin(store, &error) : STATUS_OK;
    if (status != STATUS_OK) {
        return answer_failure(call, status, &error);
    }
    bool finished = call->route->run(call);
    insist(finished); /* a call that is handed on within a read would leave it open */
    if (store) {
        store->api->read_end(store);
    }
    return true;
}

/* True: the response is there. */
static bool take_in(struct call *call)
{
    if (!find_route(call) || !may_enter(call) || !query_fits(call) || !body_fits(call)) {
        return true;
    }
    const struct route *route = call->route;
    if (route->kind == ROUTE_AT_ONCE) {
        return route->run(call);
    }
    enum status status =
        readers_add(call->api->readers, call, route->kind == ROUTE_READ ? read_work : route->run);
    return status != STATUS_OK &&
           answer_problem(call, PROBLEM_BUSY, "Too many requests wait; try again in a moment.");
}

void api_handle(struct api *api, struct exchange *exchange)
{
    struct call *call = arena_new(&exchange->arena, struct call);
    exchange->response = (struct response){0};
    *call = (struct call){
        .api = api, .exchange = exchange, .arena = &exchange->arena, .world = atomic_load(&api->world)};
    atomic_fetch_add(&api->calls, 1);
    if (take_in(call)) {
        call_finish(call);
    }
}

/* --- the api ------------------------------------------------------------------------------ */

void api_count(struct api *api, int status)
{
    int class = status / 100;
    atomic_fetch_add(&api->answered[class > 0 && class < API_STATUS_CLASSES ? class : 0], 1);
}

bool api_authenticate(struct api *api, struct arena *arena, struct text token, struct principal *principal)
{
    return access_table_find(&api->users, arena, token, principal);
}

void api_set_world(struct api *api, const struct world *world)
{
    atomic_store(&api->world, world);
}

/* The engine may own the writer by now; with workers, the users are read through a connection of one's own.
 */
static enum status load_users(struct api *api, struct error *error)
{
    struct store *store = api->options.store;
    if (!store) {
        return STATUS_OK;
    }
    bool own = api->options.readers > 0;
    enum status status = own ? store_reader(store, &store, error) : STATUS_OK;
    if (status == STATUS_OK) {
        status = access_table_load(store, &api->arena, &api->users, error);
        if (own) {
            store_close(store);
        }
    }
    return status;
}

enum status api_new(const struct api_options *options, struct api **made, struct error *error)
{
    insist(options->workshop && options->readers <= READERS_LIMIT);
    struct api *api = memory_new(sizeof *api);
    memset(api, 0, sizeof *api);
    api->options = *options;
    atomic_init(&api->world, options->world);
    arena_init(&api->arena);
    api->simulations = simulations_new();
    enum status status = load_users(api, error);
    if (status == STATUS_OK) {
        status = readers_new(api, &api->readers, error);
    }
    if (status != STATUS_OK) {
        api_free(api);
        return status;
    }
    *made = api;
    return STATUS_OK;
}

/* Calls that are with the engine come back through here. One that failed for good answers nobody: such calls
 * are not waited for long, and never touched again. */
static void wait_for_calls(struct api *api)
{
    for (int waits = 0; atomic_load(&api->calls) > 0 && waits < FREE_PATIENCE; waits++) {
        wait_a_moment(FREE_WAIT_MILLISECONDS);
    }
}

void api_free(struct api *api)
{
    if (!api) {
        return;
    }
    if (api->readers) {
        wait_for_calls(api);
        readers_free(api->readers);
    }
    simulations_free(api->simulations, api->options.workshop);
    arena_deinit(&api->arena);
    free(api);
}
