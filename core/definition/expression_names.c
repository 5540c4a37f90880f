/* The names of the language, in one table: what an expression may call upon, and what the parser needs to
 * know of each. */
#include "definition/expression_parser.h"

/* Those that give the same answer on every machine. */
static const char *const math_members[] = {"abs",        "ceil", "floor",      "fmod", "huge", "max",
                                           "maxinteger", "min",  "mininteger", "modf", "pi",   "sqrt",
                                           "tointeger",  "type", "ult",        NULL};
static const char *const string_members[] = {"byte",  "char", "find",    "format", "gsub",  "len", "lower",
                                             "match", "rep",  "reverse", "sub",    "upper", NULL};

static const struct language_name names[] = {
    {"data", NAME_GROUP, READ_DATA, NULL},
    {"item", NAME_GROUP, READ_ITEM, NULL},
    {"event", NAME_GROUP, READ_EVENT, NULL},
    {"case", NAME_GROUP, READ_CASE, NULL},
    {"actor", NAME_GROUP, READ_ACTOR, NULL},
    {"rules", NAME_GROUP, READ_RULE, NULL},
    {"now", NAME_VALUE, READ_NOW, NULL},
    {"today", NAME_VALUE, READ_NOW, NULL},
    {"In", NAME_FUNCTION, READ_STATE, NULL},
    {"entered", NAME_FUNCTION, READ_STATE, NULL},
    {"reached", NAME_FUNCTION, READ_MILESTONE, NULL},
    {"task", NAME_FUNCTION, READ_TASK, NULL},
    {"first", NAME_FUNCTION, READ_ANSWERS, NULL},
    {"last", NAME_FUNCTION, READ_ANSWERS, NULL},
    {"answers", NAME_FUNCTION, READ_ANSWERS, NULL},
    {"count", NAME_FUNCTION, READ_ANSWERS, NULL},
    {"financial_year", NAME_FUNCTION, READ_NOW, NULL},
    {"office_open", NAME_FUNCTION, READ_NOW, NULL},
    {"date", NAME_FUNCTION, READS_NOTHING, NULL},
    {"hours", NAME_FUNCTION, READS_NOTHING, NULL},
    {"days", NAME_FUNCTION, READS_NOTHING, NULL},
    {"weeks", NAME_FUNCTION, READS_NOTHING, NULL},
    {"months", NAME_FUNCTION, READS_NOTHING, NULL},
    {"years", NAME_FUNCTION, READS_NOTHING, NULL},
    {"working_days", NAME_FUNCTION, READS_NOTHING, NULL},
    {"earliest", NAME_FUNCTION, READS_NOTHING, NULL},
    {"latest", NAME_FUNCTION, READS_NOTHING, NULL},
    {"not_before", NAME_FUNCTION, READS_NOTHING, NULL},
    {"tostring", NAME_FUNCTION, READS_NOTHING, NULL},
    {"tonumber", NAME_FUNCTION, READS_NOTHING, NULL},
    {"math", NAME_LIBRARY, READS_NOTHING, math_members},
    {"string", NAME_LIBRARY, READS_NOTHING, string_members},
};
enum { NAME_COUNT = sizeof names / sizeof *names };

const struct language_name *language_name_of(struct text name)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (text_is(name, names[i].name)) {
            return &names[i];
        }
    }
    return NULL;
}

struct text language_name_nearest(struct arena *arena, struct text name, const struct text *further,
                                  size_t count)
{
    struct text *choices = arena_array(arena, struct text, count + NAME_COUNT);
    for (size_t i = 0; i < count; i++) {
        choices[i] = further[i];
    }
    for (size_t i = 0; i < NAME_COUNT; i++) {
        choices[count + i] = text_of(names[i].name);
    }
    return text_nearest(name, choices, count + NAME_COUNT);
}
