/* A door over a small workflow: a store, a flow, rules, and requests that are a line of C each. */
#ifndef TESTS_API_SUPPORT_H
#define TESTS_API_SUPPORT_H

#include "api/parts.h"
#include "script/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* 2026-03-02T09:00:00Z, a Monday. */
#define DOOR_NOW INT64_C(1772442000000)

struct door {
    struct arena arena; /* of the world, and of what a test keeps */
    struct store *store;
    const struct world *world;
    struct clock_virtual clock;
    struct random_seeded seeded;
    struct script *script;
    struct flow *flow;
    struct queue *queue;
    struct workshop workshop;
    struct api *api;
    char folder[64]; /* of a store on disk; empty: in memory */
};

/* An open door in memory, its reads inline; the cmocka set-up and its end. */
int door_setup(void **state);
int door_teardown(void **state);
/* A door over a store in a folder of its own, with an engine thread and READERS read workers. */
struct door *door_open_on_disk(size_t readers);
void door_close(struct door *door);

/* A request and, once asked, what came back. What is not said is empty; nobody said: the operator asks. */
struct ask {
    const char *method, *path, *query, *body, *key, *if_match, *content_type;
    const struct principal *as;
    bool unknown; /* asked by nobody in particular */
};
struct reply {
    int status;
    struct text type, text, etag, location, allow;
    bool retry;
    struct json json; /* JSON_NULL when the body is none */
};
struct reply door_ask(struct door *door, const struct ask *ask);
struct reply door_get(struct door *door, const char *path, const char *query);
struct reply door_post(struct door *door, const char *path, const char *body);

/* Opens a case of "help" and gives its reference. */
const char *door_case(struct door *door, const char *body);

/* The value at PATH ("items.0.case") as canonical text; "" when it is not there. */
const char *at(struct door *door, const struct json *json, const char *path);

extern const char help_workflow[];

#endif
