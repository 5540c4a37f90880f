/* An import's parts: what was counted, what is set aside, and how it goes on. Private to this room.
 *
 *   import.c          reads lines, sends them in chunks, takes the answers in the order of the lines
 *   import_tally.c    the counts: by outcome, by event, by what was unmet; and the summary
 *   import_aside.c    lines that were not done, kept in a file with their numbers and answers
 *   import_progress.c the bar on a terminal */
#ifndef CASEWAY_CLI_IMPORT_H
#define CASEWAY_CLI_IMPORT_H

#include "cli/lines.h"
#include "cli/print.h"

enum {
    IMPORT_CHUNK_LINES = 512,
    IMPORT_CHUNK_BYTES = 4 * 1024 * 1024,
    TALLY_NAMES = 200 /* different events, and different reasons, that are told apart */
};

/* How often each name occurred, in the order of their first. */
struct tally {
    struct arena *arena;
    struct map names;
    VECTOR(struct tally_entry)
    entries;
    uint64_t others; /* beyond TALLY_NAMES */
};
struct tally_entry {
    struct text name;
    uint64_t count;
};
void tally_add(struct tally *tally, struct text name);
/* The most frequent first, a line each after INDENT; JSON: an object. */
void tally_print(struct tally *tally, struct buffer *out, const char *indent);
struct json tally_json(struct arena *arena, const struct tally *tally);

/* The file of lines that were not done, made when the first one comes. */
struct aside {
    struct cli *cli;
    const char *path;
    FILE *file;
    uint64_t count;
};
/* False when it cannot be written; it has been said. */
bool aside_add(struct aside *aside, size_t number, struct text line, const struct json *answer);
bool aside_end(struct aside *aside);

struct progress {
    struct cli *cli;
    uint64_t began, shown; /* nanoseconds */
    long size;             /* of the file, in bytes; 0: nobody knows */
    uint64_t lines;
    bool drawn;
};
void progress_begin(struct progress *progress, struct cli *cli, FILE *in);
void progress_step(struct progress *progress, FILE *in, uint64_t lines);
void progress_end(struct progress *progress);

#endif
