/* The grammar of an expression, and the names that it may use. Private to this room. */
#ifndef CASEWAY_DEFINITION_EXPRESSION_PARSER_H
#define CASEWAY_DEFINITION_EXPRESSION_PARSER_H

#include "definition/expression_lexer.h"

enum name_class {
    NAME_GROUP,    /* has members: data, case */
    NAME_VALUE,    /* now, today */
    NAME_FUNCTION, /* is called: weeks(4) */
    NAME_LIBRARY   /* has functions: math */
};

/* A name of the language. */
struct language_name {
    const char *name;
    enum name_class class;
    int reads;                  /* an enum read_kind, or READS_NOTHING */
    const char *const *members; /* of a library; ends with NULL */
};
enum { READS_NOTHING = -1 };

/* NULL when the language has no such name. */
const struct language_name *language_name_of(struct text name);
/* The name of the language or of FURTHER that was probably meant, or the empty text. */
struct text language_name_nearest(struct arena *arena, struct text name, const struct text *further,
                                  size_t count);

/* A read that is compared with a text: data.consent == "given". */
struct comparison {
    size_t read;   /* in the expression's reads */
    size_t offset; /* of the text */
    struct text text;
};
struct comparisons {
    const struct comparison *at;
    size_t count;
};

/* Reads SOURCE. Reads have their bytes but no places yet. COMPARISONS may be NULL. On failure FAULT says what
 * and at which byte. */
enum status expression_parse(struct arena *arena, struct text source, const struct text *further,
                             size_t count, struct expression *result, struct comparisons *comparisons,
                             struct expression_fault *fault);

#endif
