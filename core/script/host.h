/* Inside of script/: the host, what is being asked at the moment, and what its files do for one another.
 *
 * A function that takes a lua_State runs under protection and may raise (it does not return then); so it owns
 * nothing but what lives in Lua or in the plan's arena. All userdata in a state are boxes of ours. */
#ifndef CASEWAY_SCRIPT_HOST_H
#define CASEWAY_SCRIPT_HOST_H

#include "script/budget.h"
#include "script/script.h"

#include <lauxlib.h>

enum { SCRIPT_CACHE = 64 /* definitions whose chunks are kept, and plugins */ };

/* The kinds of userdata. The first three are values; the others look things up when they are asked. */
enum box_kind {
    BOX_DATE,
    BOX_INSTANT,
    BOX_DURATION,
    BOX_LIST,     /* json: an array; its elements are FIELD's groups, FORM's records, or plain */
    BOX_GROUP,    /* json: an object; FIELD's group, or plain */
    BOX_RECORD,   /* json: a record of FORM; JSON_NULL when there is none */
    BOX_SETTINGS, /* json: an object */
    BOX_TASK,     /* index in subject->tasks, or -1; TASK */
    BOX_DEADLINE, /* index in subject->deadlines */
    BOX_TASKS,
    BOX_DEADLINES,
    BOX_DATA,
    BOX_ITEM,
    BOX_EVENT,
    BOX_EVENT_DATA,
    BOX_CASE,
    BOX_ACTOR,
    BOX_ROLES,
    BOX_LINKS,
    BOX_PEOPLE,
    BOX_RULES,
    BOX_COUNT
};

struct box {
    enum box_kind kind;
    uint64_t generation; /* of the question that it belongs to; 0: of any */
    union {
        date day;
        instant at;
        struct duration duration;
        struct {
            struct json json; /* a copy of its head, so that it stays whole when its holder changes */
            const struct field *field;
            const struct form *form;
        };
        struct {
            const struct task *task;
            int64_t index;
        };
    };
};

/* What is being asked, by whom: put aside and set back around every inner question. */
struct context {
    const struct scope *scope;           /* NULL: nothing (a plugin is being made) */
    const struct expression *expression; /* the innermost one */
    const struct plugin *plugin;         /* whose code runs; NULL in a workflow's own expressions */
    uint32_t line;                       /* of its code, while what it gave is read; 0: not known */
    unsigned depth;
    bool empty_met; /* an operation failed since a value was empty */
};

struct chunks {
    struct digest digest;
    int table; /* a reference: functions by index */
    uint64_t used;
};

struct script {
    lua_State *lua;
    struct budget budget;
    struct arena *arena; /* the plan's, from begin to end */
    const struct world *world;
    struct json *transcript;
    bool begun;
    uint64_t generation;
    struct context context;
    struct error fault;          /* of a plugin's call, on its way up */
    const struct plugin *faulty; /* whose fault it is */
    bool plugin_failed;          /* the last question did, by that fault */
    struct chunks definitions[SCRIPT_CACHE], plugins[SCRIPT_CACHE];
    size_t last; /* of definitions: where it was found last time */
    uint64_t rounds;
    int metatables[BOX_COUNT]; /* references */
    int expression_names, plugin_names, plugin_metatable;
    int roots[BOX_COUNT];  /* references: the boxes of which there is one alone */
    int instances;         /* a reference: the plugins' tables by their place in the world */
    bool made;             /* some plugin's table was made in this plan */
    bool *plugins_cut;     /* by their place in the world; in the arena */
    bool *plugins_charged; /* the same: the making of its table was charged to this plan */
    /* The plugin's frames at the fault of its innermost call, as error_trace() has them; empty where there is
     * one alone. */
    char trace[ERROR_TRACE_SIZE];
    uint32_t traced_line;       /* the innermost of them; 0: none */
    int traced;                 /* the calls that stood on the stack when the present one was protected */
    struct script_meter *meter; /* what calls cost; NULL: nobody counts */
    uint64_t counted;           /* instructions, one by one, while an inquiry is made */
};

static inline struct script *host_of(lua_State *lua)
{
    return *(struct script **)lua_getextraspace(lua);
}

/* --- host.c: one question at a time --- */
/* Runs RUN(REQUEST) under protection, as the outermost question. */
enum status host_protect(struct script *host, const struct scope *scope, lua_CFunction run, void *request,
                         struct error *error);
/* What is asked about; raises where there is no case. */
const struct scope *host_scope(lua_State *lua);
/* Evaluates in SCOPE and leaves one value on the stack. */
void host_evaluate(lua_State *lua, const struct expression *expression, const struct scope *scope);
/* Counts one inner question more; raises beyond the depth. The context is to be set back after it. */
void host_descend(lua_State *lua);

/* --- fault.c: what went wrong --- */
/* Raises with a sentence, which must hold nothing of a case (see fault_quote). */
_Noreturn void fault_raise(lua_State *lua, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Raises host->fault as it stands. */
_Noreturn void fault_again(lua_State *lua);
/* Raises since an operation met an empty value. */
_Noreturn void fault_empty(lua_State *lua, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Whether TEXT has no control characters (a sentence, a subject), or none but tabs and ends of lines: what a
 * terminal or a mail would take for a command is no part of what people read. */
bool text_is_plain(struct text text, bool one_line);
/* NAME if it stands in the code that runs, so that it is no secret of the case's; else "…". */
struct text fault_quote(lua_State *lua, struct text name);
/* Turns the error on top of the stack, of lua_pcall's RESULT, into ERROR by the context as it is now; takes
 * it off. */
enum status fault_take(struct script *host, int result, struct error *error);
/* STATUS_CUT_OFF with its words. */
enum status fault_cut(struct script *host, struct error *error);
/* The line of "plugin:12: …" (0: none), and the message behind it. */
uint32_t fault_line(struct text message, struct text *rest);

/* --- chunks.c: compiled code --- */
enum status chunk_compile(struct script *host, const struct expression *expression, struct error *error);
/* Pushes the function of EXPRESSION, or raises. */
void chunk_push(lua_State *lua, const struct definition *definition, const struct expression *expression);
/* Whether Lua takes PLUGIN's code. Outside of any question. */
bool chunk_compiles(struct script *host, const struct plugin *plugin);
/* Pushes the function that makes PLUGIN's table from its environment, or raises. */
void chunk_push_plugin(lua_State *lua, const struct plugin *plugin);
/* Pushes the table that keeps it, whose first element it is; false, and nothing, when there is none. */
bool chunk_push_kept(lua_State *lua, const struct plugin *plugin);

/* --- values.c, order.c: dates, instants, durations --- */
struct box *box_new(lua_State *lua, enum box_kind kind);
/* The box at INDEX, or NULL when there is none. Raises when it was kept from an earlier question. */
struct box *box_at(lua_State *lua, int index);
struct box *box_of_kind(lua_State *lua, int index, enum box_kind kind);
void push_date(lua_State *lua, date day);      /* DATE_NONE is nil */
void push_instant(lua_State *lua, instant at); /* INSTANT_NONE is nil */
void push_moment(lua_State *lua, struct moment moment);
void push_duration(lua_State *lua, struct duration duration);
void push_text(lua_State *lua, struct text text);
void push_optional(lua_State *lua, struct text text); /* the empty text is nil */
/* The text at INDEX, borrowed from Lua; raises, naming WHAT, when there is none. */
struct text text_at(lua_State *lua, int index, const char *what);
date today_of(const struct scope *scope);
/* The calendar of the case's workflow, as it is in its area. */
const struct calendar *scope_calendar(lua_State *lua);
void values_open(lua_State *lua); /* arithmetic, on the metatables */
void order_open(lua_State *lua);  /* comparisons, and nil's */
extern const luaL_Reg values_functions[], between_functions[], order_functions[], question_functions[],
    effects_functions[], library_functions[];

/* --- proxy*.c: what looks things up --- */
void proxy_open(lua_State *lua);
void push_plain(lua_State *lua, const struct json *value);
/* VALUE by its field's type; a computed field is computed, for item ITEM of LIST. */
void push_field(lua_State *lua, const struct field *field, const struct json *value, uint32_t item);
void push_record(lua_State *lua, const struct form *form, const struct json *record);
void push_task(lua_State *lua, const struct task *task, const struct task_state *state);
void push_root(lua_State *lua, enum box_kind kind);
/* Pushes a table of the keys that pairs() goes through, in their order. */
void proxy_keys(lua_State *lua, const struct box *box);
int index_case(lua_State *lua);
int index_event(lua_State *lua);
int index_task(lua_State *lua);
int index_deadline(lua_State *lua);
int index_actor(lua_State *lua);
int index_roles(lua_State *lua);
int index_links(lua_State *lua);
int index_people(lua_State *lua);
int index_date(lua_State *lua);
int index_instant(lua_State *lua);
/* Pushes a record's member if it is one that every record has; false when not. */
bool index_record_own(lua_State *lua);
int length_roles(lua_State *lua);
/* The strand's item where STATE is within a strand of the scope's list; else 0. */
uint32_t scope_item(const struct scope *scope, uint16_t state);

/* --- convert.c: back to plain data --- */
/* Raises when it cannot be a value. In the plan's arena. */
struct value value_at(lua_State *lua, int index);
struct json json_at(lua_State *lua, int index);
void push_value(lua_State *lua, const struct value *value);
/* "a date", "a list", …: what stands at INDEX. */
const char *words_at(lua_State *lua, int index);

/* --- sandbox.c, library.c: what there is --- */
void sandbox_open(lua_State *lua);
void library_open(lua_State *lua); /* adds string, table and math to the table on top */

/* --- plugin.c, rules_call.c, effects.c --- */
struct plugin_walk {
    size_t step;
    const struct plugin *plugin, *first;
};
/* The plugins that answer for the case of SCOPE: its area's, then its workflow's. */
bool plugin_next(const struct scope *scope, struct plugin_walk *walk);
/* Pushes PLUGIN's table, made now if this plan has not used it yet. False when that failed (host->fault), and
 * nothing is pushed. */
bool plugin_push(lua_State *lua, const struct plugin *plugin);
enum member { MEMBER_NONE, MEMBER_THERE, MEMBER_FAILED, MEMBER_UNKNOWN };
/* Pushes PART[NAME] of PLUGIN's table ("rules", "eligible") if it is there. MEMBER_FAILED: the table could
 * not be made (host->fault). */
enum member plugin_member(lua_State *lua, const struct plugin *plugin, const char *part, struct text name);

/* remembered.c: what is remembered of PART[NAME] without making PLUGIN's table, which is charged all the
 * same: a constant, pushed (MEMBER_THERE), or that there is none; MEMBER_UNKNOWN: the table must be made. */
enum member members_recall(lua_State *lua, const struct plugin *plugin, const char *part, struct text name);
/* Remembers the table on top of the stack, whose making took COST. */
void members_note(lua_State *lua, const struct plugin *plugin, const struct budget_use *cost);
/* PLUGIN's table is about to be made: what was charged for it in this plan is given back. */
void members_uncharge(lua_State *lua, const struct plugin *plugin);
/* Calls the function below its COUNT arguments; leaves RESULTS values. False when it failed: host->fault says
 * how, and so does the transcript; nothing is left. PART and NAME name the call. */
bool plugin_call(lua_State *lua, const struct plugin *plugin, const char *part, struct text name, int count,
                 int results);
/* Writes what it gave to the transcript. SENTENCE may be empty. */
void plugin_gave(struct script *host, const struct plugin *plugin, const char *part, struct text name,
                 struct json gave, struct text sentence);
/* Writes there that the call of the plugin whose fault it is (host->fault) was passed over. */
void plugin_left_out(struct script *host, const char *part, struct text name);

/* The line on which the function at INDEX begins; 0: it is none of a plugin's. */
uint32_t function_line(lua_State *lua, int index);
/* plugin_call() of one of our own functions that reads what PLUGIN gave, of COUNT arguments and without
 * results: a mistake is told with LINE (0: not known). */
bool plugin_read(lua_State *lua, const struct plugin *plugin, const char *part, struct text name,
                 uint32_t line, int count);
/* Adds the effects of index 1 to the `struct effects` at index 2, a light pointer; raises at the first
 * mistake. */
int effects_read(lua_State *lua);
const char *effect_kind_name(enum effect_kind kind);
/* Reports a failure (host->fault) upwards, unless the manifest of the plugin whose fault it is says
 * `on_failure: go on`: then what was spent since BEFORE is forgiven, once. */
void plugin_forgive(lua_State *lua, const struct budget_use *before);
/* Whether PLUGIN was cut off in this plan and forgiven: it is not asked again. */
bool plugin_is_out(const struct script *host, const struct plugin *plugin);

struct rule_result {
    struct value value;
    struct text sentence, plugin;
};
/* Asks; the COUNT values on top of the stack are passed on behind case and event, and taken off. Raises when
 * nobody answers. */
void rule_ask(lua_State *lua, const struct rule_declaration *rule, int count, struct rule_result *result);
int index_rules(lua_State *lua);
/* --- rule_place.c --- */
/* Tells in ANSWER where PLUGIN keeps RULE; false when it does not. And of the first plugin that does: the one
 * that the question comes to. */
bool rule_place(lua_State *lua, const struct plugin *plugin, struct text rule, struct inquiry_answer *answer);
void rule_place_first(lua_State *lua, struct text rule, struct inquiry_answer *answer);

enum status rules_ask(void *self, const struct rule_declaration *rule, const struct scope *scope,
                      struct rule_answer *answer, struct error *error);
enum status rules_act(void *self, struct text action, const struct scope *scope, struct effects *effects,
                      struct error *error);
enum status rules_hook(void *self, struct text point, const struct scope *scope, struct effects *effects,
                       struct error *error);
enum status rules_inquire(void *self, const struct inquiry *inquiry, const struct scope *scope,
                          struct inquiry_answer *answer, struct error *error);

/* --- trace.c: where in a plugin it went wrong --- */
/* lua_pcall() of the function below its COUNT arguments; where it fails, the plugin's own frames are noted in
 * host->trace. */
int trace_call(lua_State *lua, int count, int results);
/* The line of the innermost code of a plugin, or of a test; 0: none runs. */
uint32_t trace_line(lua_State *lua);
enum status rules_message(void *self, struct text message, const struct scope *scope,
                          struct message_words *words, struct error *error);
enum status rules_measure(void *self, struct text row, const struct scope *scope, bool *told,
                          struct value *value, struct error *error);

#endif
