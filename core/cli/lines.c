/* Lines of a stream. See lines.h. */
#include "cli/lines.h"

#include <stdlib.h>

void lines_begin(struct line_reader *reader, FILE *in)
{
    *reader = (struct line_reader){.in = in, .at = memory_new(LINE_LIMIT + 1)};
}

void lines_end(struct line_reader *reader)
{
    free(reader->at);
    reader->at = NULL;
}

/* Reads up to the end of the line; false at the end of the stream with nothing read. */
static bool read_one(struct line_reader *reader, struct text *line, bool *too_long)
{
    size_t size = 0;
    int byte;
    *too_long = false;
    while ((byte = getc_unlocked(reader->in)) != EOF && byte != '\n') {
        if (size < LINE_LIMIT) {
            reader->at[size++] = (char)byte;
        } else {
            *too_long = true;
        }
    }
    *line = (struct text){reader->at, size};
    return byte != EOF || size > 0;
}

bool lines_next(struct line_reader *reader, struct text *line, bool *too_long)
{
    while (read_one(reader, line, too_long)) {
        reader->number++;
        *line = text_trim(*line);
        if (line->size || *too_long) {
            return true;
        }
    }
    return false;
}
