/* A YAML file as a tree in which every node knows its line and column; the one reader of every YAML file of a
 * site (workflows, manifests, site.yaml, calendars, scenarios). What the nodes mean is for others to say.
 *
 * Read by libyaml's events. Refused, each with its place and a hint: a file over NODE_FILE_LIMIT, more than
 * NODE_DEPTH_LIMIT deep, bytes that are not UTF-8, aliases and anchors, tags, a second document, a key that
 * is not a plain word or stands twice. An error of syntax ends the reading (libyaml cannot go on); everything
 * else is collected. */
#ifndef CASEWAY_DEFINITION_NODE_H
#define CASEWAY_DEFINITION_NODE_H

#include "base/error.h"
#include "base/json.h"

enum { NODE_FILE_LIMIT = 1024 * 1024, NODE_DEPTH_LIMIT = 64, NODE_COUNT_LIMIT = 200000 };

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    struct place place;
    struct text scalar; /* a scalar's text, quotes and folds resolved */
    bool plain;         /* written without quotes and not as a block */
    /* Of a map: something in it is lost, and a finding says so; what is missing is not asked for. */
    bool torn;
    uint32_t count;             /* elements of a list, entries of a map */
    struct node *elements;      /* of a list */
    struct node_entry *entries; /* of a map, in the order of the file */
};

struct node_entry {
    struct text key;
    struct place place; /* of the key */
    struct node value;
};

/* A file that is being read: what a finding about one of its nodes needs. */
struct source {
    struct text file; /* as the user named it */
    struct text bytes;
    struct findings *findings;
};

/* Reads SOURCE->bytes. NULL when there is no tree to speak of (syntax, limits, an empty file); the findings
 * say why. Everything lives in ARENA; texts may point into SOURCE->bytes, which must outlive the tree. */
const struct node *node_read(struct arena *arena, const struct source *source);

/* The value of KEY in a map, or NULL: it is not there, MAP is no map, or MAP is NULL. */
const struct node *node_get(const struct node *map, const char *key);
const struct node_entry *node_entry_of(const struct node *map, struct text key);
/* An empty scalar without quotes, `~` or `null`: nothing was written. */
bool node_is_empty(const struct node *node);
/* "a text", "a list", "a map": as a message says it. */
const char *node_kind_words(enum node_kind kind);

/* The node as JSON, scalars typed as YAML's core schema has it (true and false, null, numbers; `yes`, `no`,
 * `on` stay text, and so do numbers that begin with a zero, 020 7361): for free data. */
struct json node_to_json(struct arena *arena, const struct node *node);

/* Adds a finding at PLACE with the line it stands on; HINT may be NULL. */
void source_error(const struct source *source, struct place place, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void source_warning(const struct source *source, struct place place, const char *hint, const char *format,
                    ...) __attribute__((format(printf, 4, 5)));

#endif
