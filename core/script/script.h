/* Lua in its sandbox: it evaluates the expressions of workflows and runs the rules, actions and hooks of
 * plugins.
 *
 * A `struct script` is one host: one Lua state with its caches. It serves one thread; hosts share nothing, so
 * make one for each. What it does for the engine stands behind `struct rules`; everything else here is for
 * loading and checking.
 *
 * The sandbox is an allow-list: what sandbox.c does not put there is not there (no files, no network, no
 * clock, no randomness, no addresses, no code made at run time, no coroutines). A plan's budget holds from
 * begin to end, for all its questions together: whoever asks about many subjects brackets each of them. Once
 * a budget is spent, every further question of that plan is STATUS_CUT_OFF. */
#ifndef CASEWAY_SCRIPT_SCRIPT_H
#define CASEWAY_SCRIPT_SCRIPT_H

#include "definition/node.h"
#include "engine/rules.h"

enum {
    SCRIPT_API = 1,                        /* `api:` of manifests that this host takes */
    SCRIPT_INSTRUCTION_LIMIT = 1000000,    /* of Lua, from begin to end */
    SCRIPT_MEMORY_LIMIT = 8 * 1024 * 1024, /* bytes asked for from begin to end, whatever is given back */
    SCRIPT_OUTPUT_LIMIT = 2 * 1024 * 1024, /* bytes of texts given back, from begin to end */
    SCRIPT_NANOSECONDS_LIMIT = 1000000000, /* the watchdog: ten times what so many instructions take */
    SCRIPT_DEPTH_LIMIT = 16,               /* of computed fields and rules that ask for one another */
    SCRIPT_EFFECT_LIMIT = 100,             /* effects that one action or hook gives */
    SCRIPT_SENTENCE_LIMIT = 500,           /* bytes of a rule's sentence, a refusal and a line of a log */
    SCRIPT_MESSAGE_LIMIT = 4000,           /* bytes of a message's text that a plugin gives */
    SCRIPT_TEXT_LIMIT = 32 * 1024,         /* bytes of one text that is given back */
    SCRIPT_VALUE_LIMIT = 4000,             /* values within one value that is given back */
    SCRIPT_UNPACK_LIMIT = 200,             /* values that unpack() gives at once */
    SCRIPT_CODE_LIMIT = 256 * 1024,        /* bytes of a plugin's code */
    SCRIPT_SETTING_LIMIT = 200             /* elements of a setting that is a list */
};

struct script_meter;

struct script_options {
    const struct clock *clock;  /* for the watchdog; NULL: none. Outlives the host */
    uint64_t instruction_limit; /* 0: SCRIPT_INSTRUCTION_LIMIT */
    size_t memory_limit;        /* 0: SCRIPT_MEMORY_LIMIT */
    uint64_t nanoseconds_limit; /* 0: SCRIPT_NANOSECONDS_LIMIT */
    struct script_meter
        *meter; /* what plugins cost is noted here (meter.h); NULL: nowhere. Outlives the host */
};

/* OPTIONS may be NULL: all defaults, without a watchdog. */
struct script *script_new(const struct script_options *options);
void script_free(struct script *script);

/* Bytes that the host's Lua holds, after it was cleared up. Not between begin and end. */
size_t script_memory(struct script *script);

/* Calls the Lua FUNCTION ("function(case, event) … end") COUNT times with lua_pcall and nothing else: what a
 * rule's call is measured against. Not between begin and end. */
enum status script_bare_calls(struct script *script, const char *function, size_t count, struct error *error);

/* The engine's vtable over this host; valid as long as it is. */
struct rules script_rules(struct script *script);

/* What a plugin's manifest.yaml says; nothing that it asks for is granted yet. `areas` are the world's to
 * take over; their `plugin` is left DEFINITION_NONE. */
struct manifest {
    struct plugin plugin;
    const struct area *areas;
    size_t area_count;
    const struct text *calendars; /* names of those that stand as files in its folder calendars/ */
    size_t calendar_count;
};

/* Reads the manifest in SOURCE, whose findings take every mistake; false when there was an error. CODE_FILE
 * and CODE are init.lua's name and bytes (empty: a plugin of data alone). SETTINGS are an admin's (an object,
 * or JSON_NULL): each must be one that the manifest declares, of its type; the others take their defaults.
 * Everything is copied to ARENA. */
bool manifest_read(struct arena *arena, const struct source *source, struct text code_file, struct text code,
                   struct json settings, struct manifest *manifest);
/* Sets PLUGIN's files and the digest that pins it, from its MANIFEST's bytes, its code and DATA: its other
 * files that count, an object of path → content, or JSON_NULL. manifest_read does so without data. */
void plugin_seal(struct arena *arena, struct plugin *plugin, struct text manifest, const struct json *data);
/* Grants PLUGIN what GRANTS lists ("mail", "http example.org"; JSON_NULL: nothing). *UNASKED, an array, takes
 * those that it does not ask for. */
void plugin_grant(struct arena *arena, struct plugin *plugin, const struct json *grants,
                  struct json *unasked);
/* "mail", "http example.org", "secret key": as an admin writes it in a grant. */
struct text permission_words(struct arena *arena, const struct permission *permission);

/* Compiles every expression of DEFINITION with the Lua that will run it; an error stands at its place. */
void script_check_definition(struct script *script, const struct definition *definition,
                             struct findings *findings);

/* Runs PLUGIN's code once, without a case, and looks at the table that it returns: syntax, keys and kinds,
 * rules that no workflow of WORLD declares. Not between begin and end. */
void script_check_plugin(struct script *script, struct arena *arena, const struct world *world,
                         const struct plugin *plugin, struct findings *findings);
/* Whether PLUGIN, one of WORLD's, has an answer to RULE (it may still give nil). Not between begin and end.
 */
bool script_plugin_answers(struct script *script, const struct world *world, const struct plugin *plugin,
                           struct text rule);

/* The API in words, made from its declarations: the tables of the reference page (Markdown), and the stubs
 * (`---@meta`) by which the Lua language server knows a plugin's names. */
struct text script_reference(struct arena *arena);
struct text script_stubs(struct arena *arena);

#endif
