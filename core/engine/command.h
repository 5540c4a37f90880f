/* A command: an event on its way in, with its actor and key (the contract "One command, one answer" of the
 * design). Plain data. */
#ifndef CASEWAY_ENGINE_COMMAND_H
#define CASEWAY_ENGINE_COMMAND_H

#include "engine/value.h"

enum {
    COMMAND_DATA_LIMIT = 64 * 1024, /* bytes of `data`, and of `tasks`, as canonical JSON */
    COMMAND_KEY_LIMIT = 200,        /* bytes of a name, a key, a reference */
    COMMAND_REASON_LIMIT = 4000,    /* bytes of the reason of an override, which stays with the case */
    COMMAND_VERSION_ANY = 0
};

enum command_origin {
    ORIGIN_PERSON, /* somebody's act */
    ORIGIN_TIME,   /* a timer or a point of a deadline: acts as `system` */
    ORIGIN_RECORD, /* told by another record (agenda) */
    ORIGIN_IMPORT  /* roles do not hold, no message is sent */
};

/* Moves a case to the present versions of its plugins: whoever plans it hands in the present world. */
#define EVENT_PLUGINS_MOVED "plugins.moved"

struct command {
    enum command_origin origin;
    struct text key;     /* may be empty */
    struct text subject; /* the reference of the case; on `open` the one that it shall have, or empty */
    struct text workflow, area; /* on `open` */
    struct text event;
    struct text of;    /* "unborn/2"; empty: all */
    struct json data;  /* an object; JSON_NULL: none */
    struct json tasks; /* how open tasks are settled (LANGUAGE 13); JSON_NULL */
    struct text actor; /* may be empty: unknown */
    struct text role;  /* the one role it acts in; empty: all that the actor has */
    bool all_roles;    /* nobody said who: every role (simulate), or roles do not hold (import) */
    struct text override_reason;
    date override_until; /* DATE_NONE */
    instant at;          /* when it happened; INSTANT_NONE: now */
    instant recorded;    /* when it was typed; INSTANT_NONE: now */
    uint64_t if_match;   /* the version it was decided on, or COMMAND_VERSION_ANY */
};

/* What nobody asked for: time, or a changed world. Acts as `system`. */
extern const struct command command_of_system;

/* Reads a command from its JSON OBJECT, as every front end takes it. ZONE is for instants without an offset.
 * Unknown keys, wrong types and too much data are STATUS_INVALID (or STATUS_LIMIT) with a sentence that names
 * the key. Borrows OBJECT. */
enum status command_read(struct arena *arena, const struct zone *zone, const struct json *object,
                         struct command *command, struct error *error);
/* Its JSON, with only what is there; reading it gives the same command (origin and all_roles are kept beside
 * it). */
struct json command_write(struct arena *arena, const struct command *command);

#endif
