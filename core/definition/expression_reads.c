/* The names in an expression, and what is read by them: data.NAME, first("FORM").at, rules.NAME(). A read
 * begins at its first byte and ends with the last that belongs to it, so that its bytes are an expression
 * too, whose value can be shown. */
#include "definition/expression_parsing.h"

#include "definition/source.h"

struct text parser_take_name(struct parser *parser)
{
    struct text name = parser_spelt(parser);
    if (parser->token.kind != TOKEN_NAME) {
        parser_unexpected(parser, "a name");
        return (struct text){0};
    }
    parser_advance(parser);
    return name;
}

/* The member that a "." or ["…"] names, taken; false, with nothing taken, when there is none. */
static bool take_member(struct parser *parser, struct text *member)
{
    if (parser_take(parser, ".")) {
        *member = parser_take_name(parser);
        return true;
    }
    if (!parser_at(parser, "[")) {
        return false;
    }
    struct parser before = *parser;
    parser_advance(parser);
    *member = parser->token.string;
    if (parser->token.kind == TOKEN_STRING) {
        parser_advance(parser);
        if (parser_take(parser, "]")) {
            return true;
        }
    }
    *parser = before;
    return false;
}

/* The literal text that is the first argument of the call that begins here; the empty text when it is
 * computed. */
static struct text literal_argument(const struct parser *parser)
{
    if (parser->token.kind == TOKEN_STRING) {
        return parser->token.string;
    }
    struct expression_fault fault = {0};
    struct lexer ahead = parser->lexer;
    ahead.fault = &fault;
    if (!parser_at(parser, "(")) {
        return (struct text){0};
    }
    struct token argument = lexer_next(&ahead), next = lexer_next(&ahead);
    struct text sign = text_part(parser->lexer.source, next.start, next.size);
    bool alone = next.kind == TOKEN_SIGN && (text_is(sign, ")") || text_is(sign, ","));
    return argument.kind == TOKEN_STRING && alone ? argument.string : (struct text){0};
}

/* True when the call that begins here has no argument. */
static bool is_bare_call(const struct parser *parser)
{
    struct expression_fault fault = {0};
    struct lexer ahead = parser->lexer;
    ahead.fault = &fault;
    struct token next = lexer_next(&ahead);
    return parser_at(parser, "(") && text_is(text_part(parser->lexer.source, next.start, next.size), ")");
}

static size_t begin_read(struct parser *parser, int kind, size_t start)
{
    vector_push(parser->arena, &parser->reads,
                (struct read){.kind = (enum read_kind)kind, .start = (uint32_t)start});
    return parser->reads.count - 1;
}

static void end_read(struct parser *parser, size_t index)
{
    struct read *read = &parser->reads.at[index];
    read->size = (uint32_t)(parser->end - read->start);
}

/* data.NAME, event.data.NAME, case.links.KIND, rules.NAME(…): the group's name is taken already. */
static void group(struct parser *parser, const struct language_name *known, size_t start)
{
    size_t index = begin_read(parser, known->reads, start);
    struct text name = {0}, member = {0};
    bool named = take_member(parser, &name);
    if (named && ((known->reads == READ_EVENT && text_is(name, "data")) ||
                  (known->reads == READ_CASE && text_is(name, "links")))) {
        take_member(parser, &member);
    }
    if (known->reads == READ_RULE && name.size == 0) {
        parser_fail(parser, start, "rules.NAME() asks one of them", "\"rules\" stands alone");
    } else if (known->reads == READ_RULE && !parser_at_arguments(parser)) {
        parser_fail(parser, parser->end, "it is asked with brackets: rules.NAME()",
                    "\"rules.%.*s\" is not asked", TEXT_ARGS(text_shown(name)));
    } else if (known->reads == READ_RULE) {
        parser_arguments(parser);
    } else if (name.size == 0 && parser_take(parser, "[")) {
        parser_expression(parser, 0);
        parser_expect(parser, "]", "\"]\"");
    }
    parser->reads.at[index].name = name;
    parser->reads.at[index].member = member;
    end_read(parser, index);
}

/* first("needs").at: the function's name is taken already. */
static void function(struct parser *parser, const struct language_name *known, size_t start)
{
    if (!parser_at_arguments(parser)) {
        parser_fail(parser, start, "a function is called with brackets", "\"%s\" is not called", known->name);
        return;
    }
    struct text argument = literal_argument(parser);
    /* The financial year of a date that is given reads no clock. */
    if (known->reads == READS_NOTHING || (known->reads == READ_NOW && !is_bare_call(parser))) {
        parser_arguments(parser);
        return;
    }
    size_t index = begin_read(parser, known->reads, start);
    parser_arguments(parser);
    bool whole = text_is(text_of(known->name), "answers") || text_is(text_of(known->name), "count");
    struct text member = {0};
    if (known->reads == READ_TASK || (known->reads == READ_ANSWERS && !whole)) {
        take_member(parser, &member);
    }
    struct read *read = &parser->reads.at[index];
    read->function = text_of(known->name);
    read->name = argument;
    read->member = member;
    end_read(parser, index);
}

static void library(struct parser *parser, const struct language_name *known)
{
    size_t start = parser->token.start + 1, count = 0;
    struct text member = {0};
    if (!take_member(parser, &member)) {
        parser_unexpected(parser, "\".\" and a name");
        return;
    }
    struct text choices[32];
    for (; known->members[count]; count++) {
        choices[count] = text_of(known->members[count]);
        if (text_equal(choices[count], member)) {
            return;
        }
    }
    struct text nearest = text_nearest(member, choices, count);
    const char *hint =
        nearest.size ? arena_printf(parser->arena, "did you mean %s.%.*s?", known->name, TEXT_ARGS(nearest))
                     : NULL;
    parser_fail(parser, start, hint, "\"%s\" has no \"%.*s\"", known->name, TEXT_ARGS(text_shown(member)));
}

static bool is_further(const struct parser *parser, struct text name)
{
    for (size_t i = 0; i < parser->further_count; i++) {
        if (text_equal(parser->further[i], name)) {
            return true;
        }
    }
    return false;
}

static void unknown(struct parser *parser, struct text name, size_t start)
{
    struct expression_fault *fault = parser->lexer.fault;
    bool first = fault->status == STATUS_OK;
    parser_fail(parser, start, NULL, "there is no \"%.*s\"", TEXT_ARGS(text_shown(name)));
    if (first) {
        fault->unknown = name;
    }
}

void parser_name(struct parser *parser)
{
    size_t start = parser->token.start;
    struct text text = parser_take_name(parser);
    const struct language_name *known = language_name_of(text);
    if (is_further(parser, text)) {
        size_t index = begin_read(parser, READ_NAME, start);
        parser->reads.at[index].name = text;
        end_read(parser, index);
    } else if (!known) {
        unknown(parser, text, start);
    } else if (known->class == NAME_GROUP) {
        group(parser, known, start);
    } else if (known->class == NAME_FUNCTION) {
        function(parser, known, start);
    } else if (known->class == NAME_LIBRARY) {
        library(parser, known);
    } else {
        size_t index = begin_read(parser, known->reads, start);
        parser->reads.at[index].function = (struct text){0};
        parser->reads.at[index].name = text;
        end_read(parser, index);
        if (parser_at_arguments(parser)) {
            parser_fail(parser, parser->token.start, "leave the brackets out",
                        "\"%s\" is a value, not a function", known->name);
        }
    }
}
