/* Lines that were not done, kept where they can be put right. See import.h. */
#include "cli/import.h"

#include <errno.h>
#include <string.h>

static bool complain(struct aside *aside)
{
    cli_complain(aside->cli, "%s cannot be written: %s", aside->path, strerror(errno));
    return false;
}

/* {"answer": …, "line": 12, "command": {…}}; a line that is no JSON stands as "text" (bytes that are not
 * UTF-8 as “?”). */
static struct text record(struct arena *arena, size_t number, struct text line, const struct json *answer)
{
    struct json record = json_object(), said = json_shallow(arena, *answer), command;
    struct buffer out;
    json_unset(&said, TEXT("line")); /* it counts from the beginning of a request */
    json_set(arena, &record, TEXT("line"), json_integer((int64_t)number));
    json_set(arena, &record, TEXT("answer"), said);
    if (json_read(arena, line, &command, NULL) == STATUS_OK) {
        json_set(arena, &record, TEXT("command"), command);
    } else {
        char *shown = arena_copy(arena, line.at, line.size);
        for (size_t at = 0; at < line.size;) {
            size_t size = text_character(text_part(line, at, SIZE_MAX));
            shown[at] = size ? shown[at] : '?';
            at += size ? size : 1;
        }
        json_set(arena, &record, TEXT("text"), json_string((struct text){shown, line.size}));
    }
    buffer_init(&out, arena);
    json_write(&record, &out);
    buffer_byte(&out, '\n');
    return buffer_result(&out);
}

bool aside_add(struct aside *aside, size_t number, struct text line, const struct json *answer)
{
    struct arena arena;
    if (!aside->file) {
        aside->file = aside->cli->host->open_file(aside->cli->host->self, aside->path, "w");
        if (!aside->file) {
            return complain(aside);
        }
    }
    arena_init(&arena);
    struct text text = record(&arena, number, line, answer);
    bool written = fwrite(text.at, 1, text.size, aside->file) == text.size;
    arena_deinit(&arena);
    aside->count++;
    return written || complain(aside);
}

bool aside_end(struct aside *aside)
{
    bool good = !aside->file || fclose(aside->file) == 0;
    aside->file = NULL;
    return good || complain(aside);
}
