/* Answers, values, times and tables as people read them. Private to this room. */
#ifndef CASEWAY_CLI_PRINT_H
#define CASEWAY_CLI_PRINT_H

#include "cli/ask.h"

/* A date as it is; an instant (RFC 3339) to the minute, as the clock at the site shows it, "2026-03-02
 * 10:00", or in UTC, "2026-03-02 10:00Z", where nobody knows the site's zone; anything else as it is.
 * NUL-terminated, in ARENA. */
const char *print_when(struct cli *cli, struct arena *arena, struct text when);
/* The same in words: "2 March 2026", "2 March 2026, 10:00". */
const char *print_when_words(struct cli *cli, struct arena *arena, struct text when);
/* The date alone. */
const char *print_day(struct cli *cli, struct arena *arena, struct text when);

/* "2, yes, Given; Refused": a value in words; nothing is "—". Line ends become blanks. */
void print_value(struct buffer *out, const struct json *value);

/* "done, in service.engagement, service.review.between" and a LF. */
void print_outcome(struct buffer *out, const struct json *answer);
/* The calls within a plugin that led to a failure, a line each; nothing where ANSWER has none. */
void print_trace(struct buffer *out, const struct json *answer);
/* A bullet for each thing unmet: the sentence, the values seen, what answers it, who can change it, when time
 * alone will, and who may make an exception (reasons.c). And without bullet and indent, one of them. */
void print_unmet(struct cli *cli, struct buffer *out, const struct json *answer);
void print_reason(struct cli *cli, struct buffer *out, const struct json *reason);
/* "service.engagement, service.review.between"; "nowhere" when the configuration is empty. */
void print_configuration(struct buffer *out, const struct json *configuration);
/* A journal's changes (json_diff of two documents) in words, a line each: fields, where the case stands, who
 * works on it, deadlines and tasks. */
void print_changes(struct buffer *out, const struct json *changes);
/* What would differ, with titles, in the words of a person who looks ahead (difference.c): parts of what
 * engine/difference.h makes, a line each, indented; NULL is nothing. */
void print_states(struct buffer *out, const struct json *states, struct text reference);
void print_fields(struct buffer *out, const struct json *fields);
void print_tasks(struct cli *cli, struct buffer *out, const struct json *tasks);
void print_deadlines(struct cli *cli, struct buffer *out, const struct json *deadlines);
void print_messages(struct buffer *out, const struct json *messages);
void print_told(struct buffer *out, const struct json *told);
void print_notes(struct buffer *out, const struct json *notes);
/* What a move to another area would change (engine/moving.h); nothing where WOULD is NULL (would.c). */
void print_would(struct cli *cli, struct buffer *out, const struct json *would);
/* An array of texts, or one text, joined by SEPARATOR. */
void print_joined(struct buffer *out, const struct json *list, const char *separator);

/* "pregnancy.recorded — Record a pregnancy": PARAGRAPH broken at blanks into lines of the terminal's width,
 * each after INDENT blanks. */
void print_wrapped(const struct cli *cli, struct buffer *out, struct text paragraph, size_t indent);

/* --- tables --- */
enum { TABLE_COLUMNS = 8 };

/* A line below a row. */
struct table_note {
    size_t cells; /* that stand before it */
    struct text text;
};

/* Rows of texts under titles: as wide as what stands in them; a column in which nothing stands is left out.
 */
struct table {
    struct cli *cli;
    size_t columns;
    const char *const *titles;
    VECTOR(struct text)
    cells;
    VECTOR(struct table_note)
    notes;
};

void table_init(struct table *table, struct cli *cli, size_t columns, const char *const *titles);
/* The next cell, from left to right and top to bottom; the text is copied and kept on one line. */
void table_add(struct table *table, struct text cell);
/* A line of its own below the row that has just been added; nothing when it is empty. */
void table_add_note(struct table *table, struct text note);
void table_say(const struct table *table);

#endif
