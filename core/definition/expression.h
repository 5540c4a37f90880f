/* An expression: one Lua expression, read for syntax, columns and the names that it reads, never evaluated
 * here (Lua alone does that).
 *
 * So an unknown name has a place, a refusal shows the values that it saw, and a deadline is computed anew
 * only when something that it read has changed. No statements, no `function`, no assignments; at most
 * EXPRESSION_SIZE_LIMIT bytes and EXPRESSION_DEPTH_LIMIT deep. */
#ifndef CASEWAY_DEFINITION_EXPRESSION_H
#define CASEWAY_DEFINITION_EXPRESSION_H

#include "base/error.h"
#include "base/vector.h"

enum { EXPRESSION_SIZE_LIMIT = 4096, EXPRESSION_DEPTH_LIMIT = 64 };

/* What an expression reads. `name` is the member or the literal argument; empty when the whole is read or the
 * argument is computed. */
enum read_kind {
    READ_DATA,      /* data.NAME */
    READ_ITEM,      /* item.NAME */
    READ_EVENT,     /* event.NAME (and event.data.MEMBER: name is "data", member MEMBER) */
    READ_CASE,      /* case.NAME */
    READ_ACTOR,     /* actor.NAME */
    READ_NOW,       /* now, today, financial_year() */
    READ_RULE,      /* rules.NAME() */
    READ_STATE,     /* In("PATH"), entered("PATH") */
    READ_MILESTONE, /* reached("NAME") */
    READ_TASK,      /* task("NAME").MEMBER */
    READ_ANSWERS,   /* first("FORM").MEMBER, last("FORM").MEMBER, answers("FORM"), count("FORM") */
    READ_NAME       /* a further name that the place allows: a measure's row or assumption */
};

struct read {
    enum read_kind kind;
    struct text function; /* "In", "entered", "first", "last", "answers", …; empty for plain names */
    struct text name, member;
    struct place place;
    uint32_t start, size; /* the bytes of the expression that this read is: `data.consent` */
};

struct expression {
    struct text source;
    struct place place; /* of its first character */
    uint16_t index;     /* in definition->expressions; the script keeps its chunk by it */
    const struct read *reads;
    size_t read_count;
};

/* Reads SOURCE_TEXT, which stands at PLACE. On failure: STATUS_INVALID or STATUS_LIMIT, ERROR's message (a
 * sentence), *AT the place of the fault (the line of PLACE, and the column counted in characters from it).
 * Names are resolved as far as the grammar goes: a global that is neither one of the language's names nor in
 * FURTHER (`count` of them) is an error with a "did you mean" in ERROR. `index` is left 0. */
enum status expression_read(struct arena *arena, struct text source_text, struct place place,
                            const struct text *further, size_t count, struct expression *expression,
                            struct place *at, struct error *error);

#endif
