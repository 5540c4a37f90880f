/* The lines of a file that is being read: from a place to its bytes and back, and words shortened for a
 * message. Private to this room.
 *
 * A line ends where libyaml says that it does (CR, LF, CRLF, and U+0085, U+2028, U+2029), so that our places
 * and its marks agree. */
#ifndef CASEWAY_DEFINITION_SOURCE_H
#define CASEWAY_DEFINITION_SOURCE_H

#include "definition/node.h"

/* A longer line is not shown with a finding. */
enum { SOURCE_LINE_LIMIT = 400, WORD_SHOWN_LIMIT = 60 };

struct lines {
    struct text bytes;
    const uint32_t *starts; /* of each line, by byte; `count` of them, at least one */
    uint32_t count;
    struct place near; /* where the last look-up was, and its byte: the next begins there when it can */
    size_t near_at;
};

void lines_index(struct lines *lines, struct arena *arena, struct text bytes);
/* The line without its end; the empty text past the last. */
struct text lines_line(const struct lines *lines, uint32_t line);
/* The byte at PLACE; the end of its line when the column is past it. */
size_t lines_offset(struct lines *lines, struct place place);
/* The place of the byte FURTHER bytes after the one at PLACE, which is at AT. */
struct place lines_place(const struct lines *lines, struct place place, size_t at, size_t further);

/* The bytes of the line break at AT, 0 when there is none. */
size_t line_break_size(struct text bytes, size_t at);
/* True when BYTE does not begin a character of UTF-8. */
static inline bool utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* TEXT up to WORD_SHOWN_LIMIT bytes or its first line's end, cut at a character: as a message quotes it. */
struct text text_shown(struct text text);

/* The hint of a text that YAML has taken apart. */
#define HINT_OWN_LINE                                                                                        \
    "an expression or a sentence that holds \",\" \"#\" \"[\" \"{\" \"?\" or \": \" stands on a line of "    \
    "its own or in "                                                                                         \
    "quotes"

#endif
