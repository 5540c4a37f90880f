/* What the files of api/ share. Private to it.
 *
 * A call is an exchange under way. It lives in the exchange's arena, belongs to one thread at a time, and
 * ends once, by call_finish(): after that neither it nor its exchange may be touched. So whoever hands a call
 * on (to a worker, to the engine) lets go of it first. */
#ifndef CASEWAY_API_PARTS_H
#define CASEWAY_API_PARTS_H

#include "api/api.h"
#include "engine/person.h"

#include <stdatomic.h>

struct call;

/* --- routes ------------------------------------------------------------------------ */

enum { ROUTE_PARAMETERS = 2, ROUTE_COUNT_LIMIT = 64 };

enum route_kind {
    ROUTE_AT_ONCE, /* on the thread that asks: it never waits and reads no store */
    ROUTE_WORK,    /* on a worker, which has a store and rules */
    ROUTE_READ     /* the same, within one read transaction */
};

struct route {
    const char *method, *pattern; /* "/v1/cases/{case}" */
    enum route_kind kind;
    bool open;  /* answers those whom nobody knows, too */
    bool site;  /* needs a store */
    bool right; /* `act` is asked of the principal at the door; else the resource asks, by area */
    enum act act;
    const char *query; /* the parameters that it takes, joined by blanks */
    size_t body_limit; /* 0: it takes no body */
    bool lines;        /* its body is one JSON object a line */
    bool created;      /* it makes something: 201 */
    /* True: the response is there. False: the call was handed on. */
    bool (*run)(struct call *call);
    const char *summary, *takes, *gives; /* for the description: schemas of the body and the answer */
};

extern const struct route routes[];
extern const size_t route_count;

/* The route of METHOD and PATH, with what stands for its parameters; or NULL, and then *ALLOW names the
 * methods that PATH has (empty: there is no such path). *INVALID: the path is not well written. */
const struct route *route_find(struct arena *arena, struct text method, struct text path,
                               struct text parameters[ROUTE_PARAMETERS], struct text *allow, bool *invalid);

/* Percent-decoding (RFC 3986 §2.1); FORM: a plus is a blank. False: a broken escape, a control character, or
 * not UTF-8. */
bool url_decode(struct arena *arena, struct text encoded, bool form, struct text *decoded);
/* A path's segment, encoded. */
struct text url_encode(struct arena *arena, struct text plain);
/* "a=1&b" as an object of texts; `if`, which may be said several times, as a list of them. False, with a
 * sentence in ERROR, for what is not such, or a name twice. */
bool url_query(struct arena *arena, struct text query, struct json *values, struct error *error);

/* --- the api ------------------------------------------------------------------------- */

struct readers;
struct simulations;

enum { API_STATUS_CLASSES = 6 };

struct api {
    struct api_options options;
    const struct world *_Atomic world;
    struct arena arena; /* of the users */
    struct access_table users;
    struct readers *readers;
    struct simulations *simulations;
    atomic_ulong answered[API_STATUS_CLASSES];
    atomic_size_t calls;     /* that are not finished */
    atomic_size_t in_flight; /* jobs that the engine has and has not answered */
    atomic_bool stopped;     /* the engine takes no more */
};

struct call {
    struct api *api;
    struct exchange *exchange;
    struct arena *arena;       /* the exchange's */
    const struct world *world; /* of the moment at which it came; NULL when there is none */
    const struct route *route;
    struct text parameters[ROUTE_PARAMETERS];
    struct json query;
    struct store *store; /* while a worker has it: the worker's; NULL when there is no site */
    struct rules rules;
    bool (*work)(struct call *call);
    void *owner;       /* what the resource keeps while the call is handed on */
    struct call *next; /* the workers' queue */
};

/* The response is there: tells the owner. The call is gone then. */
void call_finish(struct call *call);
instant call_now(const struct call *call);
/* Hands JOB to the engine; its `done` must call call_job_ended() first. */
enum status call_submit(struct call *call, struct job *job);
void call_job_ended(struct call *call);
/* For a worker, or whoever ends the api; never on the loop's thread. */
void wait_a_moment(uint64_t milliseconds);

/* --- parameters: false when it is not valid, and the response is a problem then -------- */

struct text call_text(const struct call *call, const char *name); /* empty: not given */
bool call_flag(const struct call *call, const char *name);        /* given, and not 0, false or no */
bool call_limit(struct call *call, size_t *limit);
/* A date (its end), an instant, or a duration from now; INSTANT_NONE when it is not given. */
bool call_moment(struct call *call, const char *name, instant *at);
/* The same, by this calendar's working days. */
bool call_moment_by(struct call *call, const char *name, const struct calendar *calendar, instant *at);
/* The body as JSON. */
bool call_body(struct call *call, struct json *body);

/* --- answers (each gives true: the response is there) ------------------------------------ */

enum problem {
    PROBLEM_BAD_REQUEST,
    PROBLEM_NOT_AUTHENTICATED,
    PROBLEM_NOT_ALLOWED,
    PROBLEM_NOT_FOUND,
    PROBLEM_METHOD,
    PROBLEM_REFUSED,
    PROBLEM_STALE,
    PROBLEM_TOO_LARGE,
    PROBLEM_MEDIA_TYPE,
    PROBLEM_UNKNOWN_EVENT,
    PROBLEM_FORM,
    PROBLEM_INVALID,
    PROBLEM_EXISTS,
    PROBLEM_FAILED,
    PROBLEM_UNSUPPORTED,
    PROBLEM_BUSY,
    PROBLEM_NO_SITE,
    PROBLEM_COUNT
};

bool answer_json(struct call *call, int status, const struct json *json);
/* {"items":ITEMS} with the cursor where the list goes on. */
bool answer_list(struct call *call, struct json items, struct text cursor);
bool answer_text(struct call *call, int status, const char *content_type, struct text body);
bool answer_problem(struct call *call, enum problem problem, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A problem with further MEMBERS, an object of this call's own. */
bool answer_problem_with(struct call *call, enum problem problem, struct text detail, struct json members);
/* What an operation's STATUS means to whoever asked. */
bool answer_failure(struct call *call, enum status status, const struct error *error);
void answer_etag(struct call *call, uint64_t version);
/* What was TOLD of files, as NAME, and what was found in them. */
bool answer_told(struct call *call, const char *name, struct json told, struct findings *findings);
/* The workflow that a case is of when nobody says: the only one there is, people aside; else empty. */
struct text only_workflow(const struct world *world);
bool answer_no_case(struct call *call, struct text reference);

/* --- workers -------------------------------------------------------------------------------- */

enum { READERS_QUEUE_LIMIT = 1024, READERS_LIMIT = 64 };

enum status readers_new(struct api *api, struct readers **made, struct error *error);
/* Finishes what was taken. */
void readers_free(struct readers *readers);
/* Has WORK done by a worker, which finishes the call when WORK gives true; at once when there are no workers.
 * STATUS_BUSY or STATUS_STOPPED: nothing was taken, the call is still the caller's. */
enum status readers_add(struct readers *readers, struct call *call, bool (*work)(struct call *call));
/* The same for a call that was under way already: it is never turned away. */
void readers_again(struct readers *readers, struct call *call, bool (*work)(struct call *call));
size_t readers_waiting(struct readers *readers);

/* --- a case --------------------------------------------------------------------------------- */

/* As at when a case is asked for: `as-at`, the end of a day or an instant. */
struct as_at {
    bool given;
    instant before;   /* what was recorded before this was known then */
    instant now;      /* what is taken as the present */
    struct text said; /* the date or the instant; empty: the present is asked for */
    uint64_t erased;  /* entries recorded since that are erased: what they changed stands as it is now */
};

/* A case as the store has it, read. */
struct case_read {
    struct stored_subject stored;
    struct json document;
    struct subject subject;
    struct as_at as_at;
};

/* Loads the case of the path, in a read transaction, as it was known at `as-at`. False: it is not there, or
 * not for this principal (which reads alike), or it cannot be read; the response is a problem then. */
bool case_find(struct call *call, struct case_read *found);
/* Reads FOUND's stored row with the version of the workflow that it is pinned to, as it was known at its
 * `as-at`. STATUS_NOT_FOUND when it was not. */
enum status case_read_stored(struct call *call, struct case_read *found, struct error *error);
/* Answers with an object about the case, and with its version in the ETag unless it is of the past; and with
 * a list of what belongs to it. */
bool answer_case(struct call *call, const struct case_read *found, struct json answer);
bool answer_case_list(struct call *call, const struct case_read *found, struct json items,
                      struct text cursor);

/* The steps of case_find: reads `as-at` (false: the response is a problem); folds the document; says what a
 * failure to read it means; and takes from the folded subject what the row says. */
bool call_as_at(struct call *call, struct as_at *as_at);
enum status as_at_fold(struct call *call, struct case_read *found, struct error *error);
enum status as_at_unreadable(const struct case_read *found, struct error *error);
void as_at_restore(struct case_read *found);
void as_at_show(struct call *call, const struct case_read *found, struct json *answer);

/* What is empty is left out. */
void show_text(struct arena *arena, struct json *object, const char *name, struct text text);
void show_instant(struct arena *arena, struct json *object, const char *name, instant at);
void show_moment(struct arena *arena, struct json *object, const char *name, struct moment moment);
/* A value of the document's PART, that stands under KEY, with its instants as RFC 3339. */
struct json show_part(struct arena *arena, struct text part, struct text key, struct json value);
struct json show_tasks(struct arena *arena, const struct subject *subject);
struct json show_deadlines(struct arena *arena, const struct world *world, const struct subject *subject,
                           instant now);
/* One deadline; its days are counted from NOW's. */
struct json show_deadline(struct arena *arena, const struct world *world, const struct subject *subject,
                          const struct deadline_state *state, instant now);
/* "unborn/2", for a command's `of`. */
void show_of(struct arena *arena, struct json *json, const struct definition *definition, uint16_t state,
             uint32_t item);
/* The words on the button, the task, the deadline; else the event's own name. */
struct text show_event_title(const struct definition *definition, struct text event);
/* A list of changes (json_diff), or one that is none, with what it holds as show_part() has it. */
struct json show_changes(struct arena *arena, const struct json *changes);
/* Takes out of `known` in OBJECT (an answer, an entry's notes) the cases that the principal may not read; and
 * the same of its `notes`. */
void show_known(struct call *call, struct json *object);
void show_known_of_notes(struct call *call, struct json *object);
/* A workflow as front ends need it. */
struct json show_workflow(struct arena *arena, const struct definition *definition);

/* --- people --------------------------------------------------------------------------------- */

/* A person in a list: reference, names, dates, and what the record was merged into. */
struct json person_row(struct call *call, const struct stored_subject *stored, const struct json *document);
/* Who is perhaps ASKED: those whom the principal may read, the likeliest first, each a person_row() with
 * likelihood and why. EXCEPT is a record's number; 0. In a read transaction. */
enum status likely_find(struct call *call, const struct person *asked, int64_t except, struct json *items,
                        struct error *error);
/* Whether DATA, of a command that opens a case, may hold a name where a person is asked for. */
bool names_somebody(const struct definition *definition, const struct json *data);
/* For each such name of whom perhaps a record is there: {field, name, people}. */
enum status likely_of_names(struct call *call, const struct definition *definition, const struct json *data,
                            struct json *likely, struct error *error);
/* Adds `person` to each: the record that was made, as ANSWER has it. */
void likely_name_records(struct call *call, struct json *likely, const struct json *answer);

/* --- resources, a file each --------------------------------------------------------------- */

bool case_open(struct call *call);
bool case_event(struct call *call);
bool case_get(struct call *call);
bool case_actions(struct call *call);
bool case_history(struct call *call);
bool case_ledger(struct call *call);
bool case_tasks(struct call *call);
bool case_deadlines(struct call *call);
bool draft_save(struct call *call);
bool draft_get(struct call *call);
bool draft_discard(struct call *call);
bool draft_list(struct call *call);
bool list_cases(struct call *call);
bool list_tasks(struct call *call);
bool list_deadlines(struct call *call);
bool list_people(struct call *call);
bool list_exceptions(struct call *call);
bool list_moves(struct call *call); /* moves.c */
bool people_get(struct call *call);
bool person_get(struct call *call);
bool person_likely(struct call *call);
bool report_list_get(struct call *call);
bool report_get(struct call *call);
bool import_run(struct call *call);
bool verify_get(struct call *call);
bool checks_run(struct call *call);
bool scenarios_run(struct call *call);
bool plugins_get(struct call *call);
bool case_ask(struct call *call);
bool case_rule_costs(struct call *call);
bool plugin_moves_get(struct call *call);
bool plugin_differences(struct call *call); /* shadows.c */
bool shadow_put(struct call *call);
bool shadow_drop(struct call *call);
bool shadow_promote(struct call *call);
bool plugin_tests_run(struct call *call);
bool simulation_begin(struct call *call);
bool simulation_take_line(struct call *call);
bool simulation_end(struct call *call);
bool areas_get(struct call *call);
bool areas_differ(struct call *call);
bool workflows_get(struct call *call);
bool openapi_get(struct call *call);
bool health_get(struct call *call);
bool ready_get(struct call *call);
bool metrics_get(struct call *call);

/* The shadow of PLUGIN as it is told, with how often it was asked, in a read; STATUS_NOT_FOUND when it has
 * none. */
enum status shadow_show(struct call *call, const struct plugin *plugin, struct json *shown,
                        struct error *error);
/* "files" of a body, an object of texts; NULL: the response is a problem. */
const struct json *files_of(struct call *call, const struct json *body);

enum { SIMULATIONS_LIMIT = 64 };
struct simulations *simulations_new(void);
void simulations_free(struct simulations *simulations, const struct workshop *workshop);

#endif
