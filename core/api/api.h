/* The only door: a request becomes a response. HTTP, pages and the command line make requests, and nothing
 * else.
 *
 * An exchange is its owner's: it fills in `request`, calls api_handle(), and is told by `done` when
 * `response` is there. That may be at once, or later from the engine thread or a read worker; until then the
 * exchange and its arena belong to the api. Bodies are JSON (RFC 8259) or one JSON object a line
 * ("application/x-ndjson"); errors are problems (RFC 9457, "application/problem+json").
 *
 * /v1/cases
 *   POST                      opens a case: a command without `event`           201 · 409 refused · 422
 *   GET                       ?workflow= &state= &area= &worker= &due= &q= &closed= &cursor= &limit=
 * /v1/cases/{case}
 *   GET                       the case as it stands; ETag is its version
 *   POST …/events             a command (Idempotency-Key, If-Match, ?dry-run)   200 · 409 · 412 · 422
 *   GET  …/actions            what can be done now, and why the rest cannot (?event= one of them, ?role=)
 *   GET  …/history            entries, newest first (?before= &limit=)
 *   GET  …/ask                ?rule= ?action= or ?hook=, &plugin=: what plugins say of it
 *   GET  …/rule-costs         what each rule costs on it (?plugin=)
 *   GET  …/tasks              those that are open
 *   GET  …/deadlines          all of them
 *   PUT GET DELETE …/drafts/{event}   what the asker has half written (?of=): {"data"}
 * over all cases
 *   GET  /v1/drafts           the asker's (?case=)
 *   GET  /v1/tasks            ?workflow= &worker= &role= &area= &due= &cursor= &limit=
 *   GET  /v1/deadlines        ?workflow= &overdue &within= &area= &worker= &cursor= &limit=
 *   GET  /v1/reports          the reports that there are
 *   GET  /v1/reports/{name}   ?workflow= &area= &as-at= &known-at=
 *   POST /v1/import           one command a line (?clock=replay); ?finish=1 &until=: {"case"} a line; one
 *                             answer a line
 *   GET  /v1/verify           walks every chain; replays decisions
 * for whoever holds the site
 *   POST   /v1/checks         {"files": {path: content}, "names"}: findings
 *   POST   /v1/scenarios      {"files", "scenarios", "shipped"}: whether each holds, and how it differs
 *   POST   /v1/areas          {"files", "shipped"}: as GET, of files; and …/differences
 *   POST   /v1/plugin-tests   {"files", "tests"}: runs tests of plugins, in Lua
 *   POST   /v1/simulations    {"files", "workflow", "area", "at"}: begins one
 *   POST   …/{id}             one line: a command, or a wait
 *   DELETE …/{id}             ends it
 * for front ends and operators
 *   GET  /v1/plugins          what is installed, and what it cost
 *   GET  /v1/plugin-moves     live cases on older versions (?plugin= &area= &workflow= &case=)
 *   PUT DELETE /v1/plugins/{plugin}/shadow   a new version beside the installed one: {"files"}
 *   GET  …/differences        what it would have answered otherwise (?rule=)
 *   POST …/promotion          installs it
 *   GET  /v1/workflows        events, forms and fields (?workflow= &definition= &versions)
 *   GET  /v1/areas            which plugin answers which rule for each (?at=)
 *   GET  /v1/areas/differences  ?areas= &workflow= &state= &case= &at= &if=
 *   GET  /v1/openapi.json   /healthz   /readyz   /metrics
 *
 * Users and their tokens are read when the api is made: a new one is known after a restart.
 */
#ifndef CASEWAY_API_API_H
#define CASEWAY_API_API_H

#include "access/access.h"
#include "flow/queue.h"

enum {
    API_BODY_LIMIT = 1024 * 1024, /* bytes of a request's body */
    API_IMPORT_BODY_LIMIT = 8 * 1024 * 1024,
    API_IMPORT_LINES_LIMIT = 4096, /* lines of one import request */
    API_PAGE = 50                  /* rows of a list when nobody says */
};

struct request {
    struct text method, path; /* the path as it came, without the query */
    struct text query;        /* without the question mark, still encoded */
    struct text idempotency_key, if_match, accept, content_type;
    struct text body;
    struct principal principal;
    bool authenticated; /* false: only /healthz, /readyz and /v1/openapi.json answer */
};

struct response {
    int status;
    struct text content_type;
    struct text body;
    struct text etag, location, allow; /* empty: no such header */
    bool retry;                        /* 503: Retry-After: 1 */
};

struct exchange {
    struct request request;
    struct response response;
    struct arena arena; /* the answer's memory; request's texts must live at least as long */
    void (*done)(struct exchange *exchange);
    void *owner;
    struct exchange *next;
};

struct api;

struct rule_answers; /* workbench/check.h */
struct test_runner;  /* engine/stage.h */

/* What rooms that api may not know lend it. */
struct workshop {
    /* Reads a world from files {path: content}: workflows, plugins, calendars; NULL when an error was found.
     * For checks and simulations. */
    const struct world *(*world_of_files)(void *self, struct arena *arena, const struct json *files,
                                          struct findings *findings);
    /* A new host for rules, for one thread; and its end. */
    enum status (*rules_new)(void *self, struct rules *rules, struct error *error);
    void (*rules_free)(void *self, struct rules *rules);
    /* FILES with the plugins, the calendars and the workflow of people that are shipped: for scenarios that
     * have no plugins/ near them. */
    struct json (*with_shipped)(void *self, struct arena *arena, struct json files);
    /* World NUMBER that STORE keeps, again, as its entries were planned in it. */
    enum status (*world_again)(void *self, struct arena *arena, struct store *store, int64_t number,
                               const struct world **world, struct error *error);
    enum status (*store_in_memory)(void *self, struct store **store, struct error *error);
    /* Which plugins answer which rules, for checks; NULL: not looked at. */
    const struct rule_answers *answers;
    /* The names that a plugin's code may read, an array of texts. */
    struct json (*plugin_names)(void *self, struct arena *arena, const struct world *world);
    /* What plugins cost since the server started: plugin → {calls, failures, mean, worst}. Any thread. */
    struct json (*plugin_costs)(void *self, struct arena *arena);
    /* Writes FILES ({path: content}) in the place of the folder of PLUGIN, all at once; what stood there is
     * then in *FORMER, a folder of the site. */
    enum status (*plugin_install)(void *self, struct arena *arena, const struct plugin *plugin,
                                  const struct json *files, struct text *former, struct error *error);
    /* Reads the site's files again and puts them into force, before the engine's next turn. Any thread. */
    void (*reload)(void *self);
    const struct test_runner *tests; /* that plugins' tests are run by; NULL: they cannot be */
    void *self;
};

struct api_options {
    struct store *store; /* the writer, NULL when there is no site */
    const struct world *world;
    struct flow_port port;
    struct clock clock;
    struct random random;
    const struct workshop *workshop;
    /* Read workers; 0: reads are answered at once, on the caller's thread, through the writer. */
    size_t readers;
};

enum status api_new(const struct api_options *options, struct api **made, struct error *error);
/* Finishes what was begun. */
void api_free(struct api *api);
/* The world from the next request on; it and those before it must outlive the api. Any thread. */
void api_set_world(struct api *api, const struct world *world);
void api_handle(struct api *api, struct exchange *exchange);
/* Who holds a token: for http, which then fills in `principal`. Any thread. */
bool api_authenticate(struct api *api, struct arena *arena, struct text token, struct principal *principal);
/* For /metrics: an answer went out over the wire. Any thread. */
void api_count(struct api *api, int status);

#endif
