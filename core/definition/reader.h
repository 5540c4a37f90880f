/* The reading of one workflow: what the readers of its parts share. Private to this room.
 *
 * The order matters: roles, fields, forms, rules and events first, then the states' names and paths, then
 * messages, then what is in the states, since each names what came before. What may be named before it is
 * read (tasks and deadlines in event names and expressions) is kept aside in `uses` and `pending`, and held
 * against the whole at the end (resolve_events.c, resolve_names.c).
 *
 * Tasks, deadlines, transitions, milestones and states grow in vectors, so they are spoken of by index until
 * the end. */
#ifndef CASEWAY_DEFINITION_READER_H
#define CASEWAY_DEFINITION_READER_H

#include "definition/definition.h"
#include "definition/expression_parser.h"
#include "definition/source.h"

/* Where an expression stands, and so what it may name. */
struct scope {
    const struct field *each;              /* the list whose item is in scope; NULL */
    const struct field *const *each_later; /* a message's: known once every notify is read */
    bool due;                              /* neither now nor today nor event.recorded */
    const struct text *further;            /* a measure's rows and assumptions */
    size_t further_count;
};

struct pending_expression {
    struct expression *expression;
    struct scope scope;
    struct comparisons comparisons;
    const struct place *places; /* of the texts that are compared with */
    bool silent;                /* made of others that are looked at themselves */
    bool condition;             /* it is asked for a yes or a no */
};

/* An event that is named somewhere: it must be one that can happen. */
struct event_use {
    struct text name;
    struct place place;
    bool pattern; /* `*` is taken */
    bool met_by;  /* a milestone's name will do too */
};

/* Where a message is asked for: what `item` means in it. */
struct message_use {
    const struct field *each;
    bool used, mixed;
};

/* How far a scalar's text in the file has been followed beside what it says, so that its bytes' places are
 * found in one walk. */
struct text_walk {
    const struct node *node;
    size_t i, at; /* the byte of the scalar, and of the file */
    struct place place;
    char quote; /* what it stands in, or NUL */
};

struct range {
    size_t start, count;
};

struct reader {
    struct arena *arena;
    const struct source *source;
    const struct node *root;
    struct definition *definition;
    struct lines lines;
    struct text_walk walk;
    VECTOR(struct state)
    states;
    VECTOR(const struct node *)
    nodes; /* of the states */
    VECTOR(struct range)
    state_tasks;
    VECTOR(struct range)
    state_deadlines;
    VECTOR(struct range)
    state_transitions;
    VECTOR(struct transition)
    transitions;
    VECTOR(struct task)
    tasks;
    VECTOR(struct deadline)
    deadlines;
    VECTOR(struct milestone)
    milestones;
    VECTOR(struct pending_expression)
    expressions;
    VECTOR(struct event_use)
    uses;
    struct map event_families;        /* declared events and all above them, for patterns */
    struct message_use *message_uses; /* one for each message */
    struct form *forms;               /* the same that the definition has */
    bool too_many_expressions;
};

/* --- findings --- */
#define wrong(reader, place, hint, ...) source_error((reader)->source, place, hint, __VA_ARGS__)
struct text_list {
    const struct text *at;
    const struct place *places; /* of each; NULL where there are none */
    size_t count;
};
/* The names of COUNT structs of SIZE bytes at AT, each of which begins with its name, to choose from. None
 * once no more findings are kept: then nobody would read the hint, and making it for each of a great many
 * errors takes long. */
struct text_list names_of(struct reader *reader, const void *at, size_t count, size_t size);
#define NAMES_OF(reader, array, count) names_of(reader, array, count, sizeof *(array))
/* "did you mean "X"?" in the arena, or NULL when nothing is near. */
const char *did_you_mean(struct reader *reader, struct text word, const struct text *choices, size_t count);
static inline bool reader_is_full(const struct reader *reader)
{
    return reader->source->findings->list.count >= FINDINGS_LIMIT;
}

/* --- maps and scalars (read_values.c) --- */
/* False, and said, when NODE is not a map. KEYS ends with NULL; each other key is an error. WHAT is "a task".
 */
bool read_keys(struct reader *reader, const struct node *node, const char *what, const char *const *keys);
/* A map of names (tasks, fields …), no matter which keys: false, and said, when NODE is no map. */
bool read_is_map(struct reader *reader, const struct node *node, const char *what);
/* True when KEY is not in the map, and nothing has been lost of it. */
bool read_misses(const struct node *map, const char *key);
/* The scalar at KEY, trimmed; the empty text when it is absent; said when it is no text or empty. */
struct text read_text(struct reader *reader, const struct node *map, const char *key);
/* The same with a name to fall back upon. */
struct text read_title(struct reader *reader, const struct node *map, struct text name);
/* NODE's text; false, and said, when it is none. WHAT is the key. */
bool read_scalar(struct reader *reader, const struct node *node, const char *what, struct text *text);
bool read_flag(struct reader *reader, const struct node *map, const char *key, bool otherwise);
/* NODE as yes or no; false when it is neither (nothing is said). */
bool node_flag(const struct node *node, bool *flag);
/* A whole number from LEAST up; OTHERWISE when it is absent or wrong. */
uint32_t read_count(struct reader *reader, const struct node *map, const char *key, uint32_t least,
                    uint32_t otherwise);
/* One word or a list of words. */
struct text_list read_words(struct reader *reader, const struct node *node, const char *what);
/* The index in CHOICES (ends with NULL) of the text at KEY; -1 when it is absent or, said, another. */
int read_choice(struct reader *reader, const struct node *map, const char *key, const char *const *choices);
/* The names of roles at KEY as a set; said when one is not declared. */
role_set read_roles(struct reader *reader, const struct node *map, const char *key);
role_set roles_of_node(struct reader *reader, const struct node *node, const char *key);
/* Letters, digits, `-` and `_`; said when it is not. WHAT is "a state". */
bool check_word(struct reader *reader, struct text name, struct place place, const char *what);
/* A name that expressions use: of Lua. */
bool check_lua_name(struct reader *reader, struct text name, struct place place, const char *what);

/* --- expressions (read_expressions.c) --- */
/* The expression in NODE from byte OFFSET of its scalar on; NULL, and said, when it is none. */
const struct expression *expression_of_node(struct reader *reader, const struct node *node, size_t offset,
                                            size_t size, const struct scope *scope);
const struct expression *read_expression(struct reader *reader, const struct node *map, const char *key,
                                         const struct scope *scope);
/* True when NODE is a text that begins with `=`; OFFSET is then where its expression begins. */
bool node_is_formula(const struct node *node, size_t *offset);
/* A formula, or what the node says as free JSON; maps may hold formulas too. */
struct operand read_free(struct reader *reader, const struct node *node, const struct scope *scope);
/* A duration, or an expression (with or without `=`). */
struct when_due read_when_due(struct reader *reader, const struct node *node, const struct scope *scope);
struct template read_template(struct reader *reader, const struct node *map, const char *key,
                              const struct scope *scope);
/* The place of byte OFFSET of NODE's scalar; the node's own where that cannot be told. */
struct place place_in_node(struct reader *reader, const struct node *node, size_t offset);

/* --- the parts --- */
void read_role_declarations(struct reader *reader);
void read_rule_declarations(struct reader *reader);
void read_event_declarations(struct reader *reader);
void read_milestones(struct reader *reader, const struct node *node, uint16_t state,
                     const struct scope *scope);
void read_field_declarations(struct reader *reader);
/* One field; LIST is the list that it belongs to, or NULL. FURTHER_KEYS: it is a form's own, whose node has
 * keys of the form too. */
void read_field(struct reader *reader, const struct node_entry *entry, const struct field *list, bool of_form,
                struct field *field);
/* NODE as a value of FIELD; false, and said, when it is not one. */
bool read_literal(struct reader *reader, const struct field *field, const struct node *node,
                  struct json *value);
/* A formula, or a value of FIELD. */
struct operand read_operand(struct reader *reader, const struct field *field, const struct node *node,
                            const struct scope *scope);
void read_form_declarations(struct reader *reader);
/* The form that NODE names; NULL, and said, when there is none. */
const struct form *form_of_node(struct reader *reader, const struct node *node);
/* A field of that name; in SCOPE's list first. NULL, and said, when there is none. */
const struct field *field_of_name(struct reader *reader, struct text name, struct place place,
                                  const struct scope *scope);
void read_messages(struct reader *reader);
void read_measures(struct reader *reader);

/* --- states --- */
/* Names, kinds and paths of all states. */
void read_state_tree(struct reader *reader);
/* What is in them. */
void read_state_contents(struct reader *reader);
struct scope state_scope(const struct reader *reader, uint16_t state);
/* A state by the word that a transition of SOURCE says; DEFINITION_NONE, and said, when there is none. */
uint16_t target_of_word(struct reader *reader, uint16_t source, struct text word, struct place place);
/* A word or a list as targets of SOURCE. */
void read_targets(struct reader *reader, uint16_t source, const struct node *node, const uint16_t **targets,
                  size_t *count);
void read_initials(struct reader *reader);
void read_transitions_of(struct reader *reader, uint16_t state);
struct block read_block(struct reader *reader, const struct node *node, const struct scope *scope);
void read_tasks(struct reader *reader, const struct node *node, uint16_t state);
void read_deadlines(struct reader *reader, const struct node *node, uint16_t state);
const struct requirement *read_requirements(struct reader *reader, const struct node *node,
                                            const struct scope *scope, size_t *count);
/* Notes that EVENT is named here. */
void use_event(struct reader *reader, struct text event, struct place place, bool pattern);
/* False, and said, when a list or a map holds more than LIMIT. */
bool read_is_few(struct reader *reader, const struct node *node, const char *what, uint32_t limit);

/* --- the whole --- */
void resolve_expressions(struct reader *reader);
void resolve_events(struct reader *reader);
void resolve_tasks(struct reader *reader);
/* Says which computed fields are computed from themselves. */
void resolve_computed(struct reader *reader);
void remember_what_is_asked(struct reader *reader);
void warn_of_sense(struct reader *reader);
void warn_of_comparisons(struct reader *reader);
void warn_of_reads(struct reader *reader);
void warn_of_what_never_happens(struct reader *reader);
/* The events that transitions are taken on, patterns among them. */
struct map event_patterns(struct reader *reader);
/* EVENT is among PATTERNS, or some of them take it: `*`, a.* for a.b. */
bool event_is_taken(struct arena *arena, const struct map *patterns, struct text event);
/* The field that READ reads where SCOPE holds, or NULL. */
const struct field *field_of_read(const struct reader *reader, const struct read *read,
                                  const struct scope *scope);

#endif
