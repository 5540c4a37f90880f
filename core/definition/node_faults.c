/* What is wrong with the text of a YAML file, in words that someone who writes workflows can act on.
 * libyaml's own words are for people who write parsers; each that a slip of the hand brings up has a sentence
 * here, and the rest are passed on. */
#include "definition/node_loader.h"

#include <string.h>

struct fault {
    const char *problem; /* of libyaml, or how it begins */
    const char *message, *hint;
};

static const struct fault faults[] = {
    {"mapping values are not allowed in this context",
     "a second \": \" in one text, or a line that is indented too far", HINT_OWN_LINE},
    {"could not find expected ':'", "a key without its \":\"", "a key is followed by \": \" and its value"},
    {"found unexpected end of stream", "a quote is not closed before the file ends", "quotes come in pairs"},
    {"found unexpected document indicator", "a quote is not closed", "quotes come in pairs"},
    {"found unknown escape character", "a backslash in double quotes that stands for nothing",
     "write \\\\ for a backslash, or use single quotes"},
    {"block sequence entries are not allowed", "a list cannot begin here",
     "a list begins on a line of its own, each \"- \" under the other"},
    {"did not find expected '-' indicator", "this line does not belong to the list above it",
     "each \"- \" of a list stands under the other"},
    {"did not find expected ',' or '}'", "this \"{\" is not closed as it should be", HINT_OWN_LINE},
    {"did not find expected ',' or ']'", "this \"[\" is not closed as it should be", HINT_OWN_LINE},
    {"did not find expected key", "this does not fit what stands before it",
     "keys of one map begin in the same column; a text with quotes inside is quoted as a whole"},
    {"did not find expected node content", "a value is missing here", HINT_OWN_LINE},
    {"did not find expected <document start>", "this line does not belong to what stands above it",
     "check how far it is indented"},
    {"found a tab character", "a tab where blanks should be", "indent with blanks"},
    {"did not find expected alphabetic or numeric character", "\"*\" and \"&\" cannot begin a text",
     "put it in quotes: \"*\""},
    {"control characters are not allowed", "a control character that YAML does not take", "take it out"},
};

static const struct fault *fault_of(const char *problem)
{
    for (size_t i = 0; problem && i < sizeof faults / sizeof *faults; i++) {
        if (strncmp(problem, faults[i].problem, strlen(faults[i].problem)) == 0) {
            return &faults[i];
        }
    }
    return NULL;
}

static char byte_at(struct node_loader *loader, struct place place)
{
    size_t at = lines_offset(&loader->lines, place);
    return at < loader->source->bytes.size ? loader->source->bytes.at[at] : '\0';
}

static void fault_character(struct node_loader *loader, struct place place)
{
    char first = byte_at(loader, place);
    if (first == '\t') {
        source_error(loader->source, place, "indent with blanks", "a tab where blanks should be");
    } else {
        source_error(loader->source, place, "put the text in quotes", "a text cannot begin with \"%c\"",
                     first > ' ' && first < 0x7F ? first : '?');
    }
}

/* A quote that is not closed, or a key without its colon, is found out only later: the place to look is where
 * it began. */
static struct place fault_place(const yaml_parser_t *parser)
{
    const char *context = parser->context ? parser->context : "";
    bool opened = strstr(context, "quoted") || strstr(context, "simple key");
    bool elsewhere = parser->context_mark.line != parser->problem_mark.line;
    return place_of_mark(opened && elsewhere ? parser->context_mark : parser->problem_mark);
}

void node_fault_syntax(struct node_loader *loader)
{
    const yaml_parser_t *parser = &loader->parser;
    const char *problem = parser->problem ? parser->problem : "it cannot be read";
    const struct fault *fault = fault_of(problem);
    struct place place = fault_place(parser);
    if (parser->error == YAML_READER_ERROR) {
        struct place first = {1, 1};
        place = lines_place(&loader->lines, first, loader->lines.starts[0], parser->problem_offset);
    }
    bool open = loader->bracket.line != 0 && loader->bracket.line != place.line;
    bool torn = strncmp(problem, "did not find expected ','", 25) == 0;
    char here = byte_at(loader, place);
    if (open && !strstr(parser->context ? parser->context : "", "quoted")) {
        source_error(loader->source, loader->bracket, HINT_OWN_LINE,
                     "this \"%c\" is not closed as it should be",
                     byte_at(loader, loader->bracket) == '[' ? '[' : '{');
    } else if (torn && (here == '[' || here == '{')) {
        source_error(loader->source, place, HINT_OWN_LINE, "\"%c\" in a text that stands between brackets",
                     here);
    } else if (strncmp(problem, "found character that cannot start", 33) == 0) {
        fault_character(loader, place);
    } else if (fault) {
        source_error(loader->source, place, fault->hint, "%s", fault->message);
    } else {
        source_error(loader->source, place, NULL, "this is not YAML: %s", problem);
    }
}

void node_fault_alias(struct node_loader *loader)
{
    struct text name = text_of((const char *)loader->event.data.alias.anchor);
    source_error(loader->source, place_of_mark(loader->event.start_mark),
                 "write it out; a text that begins with \"*\" stands in quotes",
                 "\"*%.*s\" is an alias, and aliases are not taken", TEXT_ARGS(text_shown(name)));
}

void node_fault_anchor(struct node_loader *loader, const yaml_char_t *anchor)
{
    struct text name = text_of((const char *)anchor);
    source_error(loader->source, place_of_mark(loader->event.start_mark),
                 "leave it out; a text that begins with \"&\" stands in quotes",
                 "\"&%.*s\" is an anchor, and anchors are not taken", TEXT_ARGS(text_shown(name)));
}

void node_fault_tag(struct node_loader *loader, const yaml_char_t *tag)
{
    struct text name = text_of((const char *)tag);
    source_error(loader->source, place_of_mark(loader->event.start_mark),
                 "leave it out; in an expression \"not\" is written as a word",
                 "\"%.*s\" is a tag, and tags are not taken", TEXT_ARGS(text_shown(name)));
}

bool node_fault_encoding(struct node_loader *loader)
{
    size_t good = text_utf8_size(loader->source->bytes);
    if (good == loader->source->bytes.size) {
        return false;
    }
    size_t start = loader->lines.starts[0];
    struct place place =
        lines_place(&loader->lines, (struct place){1, 1}, start, good > start ? good - start : 0);
    source_error(loader->source, place, "save the file as UTF-8", "these bytes are not UTF-8");
    return true;
}

/* `{due: earliest(a, b)}`: "b)" has become a key, and no colon stands behind it. */
static bool torn_at_comma(struct node_loader *loader, const struct node_entry *entry, yaml_mark_t key_end,
                          yaml_mark_t value_start)
{
    size_t from = lines_offset(&loader->lines, place_of_mark(key_end));
    size_t to = lines_offset(&loader->lines, place_of_mark(value_start));
    struct text between = text_part(loader->source->bytes, from, to > from ? to - from : 0);
    if (text_find(between, ':') < between.size) {
        return false;
    }
    source_error(loader->source, entry->place, HINT_OWN_LINE, "\"%.*s\" is a key without a value here",
                 TEXT_ARGS(text_shown(entry->key)));
    return true;
}

/* `if: #data.x`: what was meant has become a comment. */
static bool torn_at_hash(struct node_loader *loader, const struct node_entry *entry, yaml_mark_t key_end)
{
    struct text line = lines_line(&loader->lines, entry->place.line);
    size_t from =
        lines_offset(&loader->lines, place_of_mark(key_end)) - loader->lines.starts[entry->place.line - 1];
    struct text rest = text_trim(text_part(line, from, line.size));
    if (!text_starts(rest, TEXT(":"))) {
        return false;
    }
    rest = text_trim(text_part(rest, 1, rest.size));
    if (rest.size < 2 || rest.at[0] != '#' || rest.at[1] == ' ' || rest.at[1] == '#' || rest.at[1] == '\t') {
        return false;
    }
    source_error(loader->source, entry->place, HINT_OWN_LINE,
                 "\"%.*s\" has no value: what stands behind \"#\" is a comment",
                 TEXT_ARGS(text_shown(entry->key)));
    return true;
}

bool node_fault_torn(struct node_loader *loader, const struct node_entry *entry, bool flow,
                     yaml_mark_t key_end, yaml_mark_t value_start)
{
    if (!flow) {
        return torn_at_hash(loader, entry, key_end);
    }
    if (loader->source->findings->list.count >= FINDINGS_LIMIT) {
        source_error(loader->source, entry->place, NULL, "a key has no value here");
        return true;
    }
    return torn_at_comma(loader, entry, key_end, value_start);
}
