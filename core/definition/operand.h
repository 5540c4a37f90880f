/* What a key of a workflow may hold besides a plain word: a value or an expression for one, a time, a text
 * with expressions in it, a set of roles. */
#ifndef CASEWAY_DEFINITION_OPERAND_H
#define CASEWAY_DEFINITION_OPERAND_H

#include "base/json.h"
#include "definition/expression.h"
#include "time/duration.h"

/* What it says, or an expression (it began with `=`, or its key takes expressions). At most one of the two is
 * there; neither: absent. */
struct operand {
    const struct expression *expression;
    const struct json *literal;
};

/* When something is due, or how long something waits: a duration from a beginning, or an expression for a
 * date, an instant or a duration. */
struct when_due {
    bool given;
    struct duration duration; /* when expression is NULL */
    const struct expression *expression;
};

/* A text with ((…)) in it, taken apart. */
struct template_part {
    struct text literal; /* when expression is NULL */
    const struct expression *expression;
};
struct template
{
    const struct template_part *parts;
    size_t count;
};

/* A set of roles, a bit each by their index; an empty set where roles are asked for means everybody. */
typedef uint64_t role_set;

#endif
