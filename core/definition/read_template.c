/* A text with ((…)) in it, taken apart. The end of a part is the first "))" outside brackets and strings of
 * the expression. */
#include "definition/reader.h"

#include <string.h>

/* The byte after the string that begins at AT. */
static size_t skip_string(struct text text, size_t at)
{
    char quote = text.at[at];
    for (at++; at < text.size && text.at[at] != quote; at++) {
        at += text.at[at] == '\\';
    }
    return at < text.size ? at + 1 : text.size;
}

/* Where the "))" that closes the part that begins at AT stands; the text's size when there is none. */
static size_t closing(struct text text, size_t at)
{
    unsigned depth = 0;
    while (at < text.size) {
        char byte = text.at[at];
        if (byte == '"' || byte == '\'') {
            at = skip_string(text, at);
            continue;
        }
        if (byte == ')' && depth == 0) {
            return at + 1 < text.size && text.at[at + 1] == ')' ? at : text.size;
        }
        depth += byte == '(';
        depth -= byte == ')';
        at++;
    }
    return text.size;
}

static size_t opening(struct text text, size_t at)
{
    const char *found = at < text.size ? memmem(text.at + at, text.size - at, "((", 2) : NULL;
    return found ? (size_t)(found - text.at) : text.size;
}

static void check_stray(struct reader *reader, const struct node *node, size_t from, size_t to)
{
    const char *found = to > from ? memmem(node->scalar.at + from, to - from, "))", 2) : NULL;
    if (found) {
        wrong(reader, place_in_node(reader, node, (size_t)(found - node->scalar.at)),
              "an expression stands between (( and ))", "\"))\" closes nothing");
    }
}

struct template read_template(struct reader *reader, const struct node *map, const char *key,
                              const struct scope *scope)
{
    const struct node *node = node_get(map, key);
    struct text whole;
    VECTOR(struct template_part)
    parts = {0};
    if (!node || !read_scalar(reader, node, key, &whole)) {
        return (struct template){0};
    }
    whole = text_part(node->scalar, 0, (size_t)(whole.at + whole.size - node->scalar.at));
    for (size_t at = 0; at < whole.size;) {
        size_t start = opening(whole, at);
        check_stray(reader, node, at, start);
        if (start > at) {
            vector_push(reader->arena, &parts,
                        (struct template_part){.literal = text_part(whole, at, start - at)});
        }
        if (start == whole.size) {
            break;
        }
        size_t end = closing(whole, start + 2);
        if (end == whole.size) {
            wrong(reader, place_in_node(reader, node, start), "close it with ))", "\"((\" is not closed");
            break;
        }
        struct template_part part = {.expression =
                                         expression_of_node(reader, node, start + 2, end - start - 2, scope)};
        vector_push(reader->arena, &parts, part);
        at = end + 2;
    }
    return (struct template){parts.at, parts.count};
}
