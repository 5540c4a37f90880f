/* A case of a workflow that chance has written, and all that has happened to it. */
#ifndef CASEWAY_TESTS_SIM_TRIAL_H
#define CASEWAY_TESTS_SIM_TRIAL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/correct.h"
#include "generator.h"
#include "support_rules.h"

enum { OTHER_WORLD = 77, TRIAL_AREAS = 3, TRIAL_HOLIDAYS = 6 };

/* The last line of the ledger about a deadline. */
struct last_line {
    struct text deadline;
    struct moment after;
};

struct trial {
    struct arena arena;
    uint64_t seed;
    struct random_seeded state;
    struct random random;
    struct text yaml;
    const struct definition *definition;
    struct world world;
    struct area areas[TRIAL_AREAS];
    struct calendar office, office_there; /* of every area; of a2 */
    date holidays[TRIAL_HOLIDAYS], holidays_there[TRIAL_HOLIDAYS];
    const struct calendar *calendars[2];
    struct known_record known[2];
    struct fake fake;
    struct rules rules;
    instant now, opened;
    struct text document;
    uint64_t version;
    struct subject *lasting; /* the same case, never written and read */
    struct json lasting_document;
    VECTOR(struct story_entry)
    story;
    VECTOR(struct last_line)
    lines;
    struct buffer history;
};

void trial_begin(struct trial *trial, uint64_t seed);
void trial_end(struct trial *trial);
/* The test fails: seed, workflow and history are told. */
void trial_wrong(struct trial *trial, const char *what, struct text found, struct text wanted);
void trial_same(struct trial *trial, const char *what, struct json found, struct json wanted);
/* The case, read from its document. */
struct subject *trial_subject(struct trial *trial, struct json *document);
/* Plans what happens: COMMAND; without one what time brings, or, with WORLD, what the world as it is now
 * makes of the case. */
struct plan *trial_plan(struct trial *trial, struct subject *subject, const struct json *document,
                        const struct command *command, bool world);
/* Keeps what was done: the document, the entry of the journal, the last lines of the ledger. */
void trial_keep(struct trial *trial, const struct plan *plan, const struct command *command);
/* Other holidays, or a rule that gives more time in another area, from now on. */
void trial_change_world(struct trial *trial);

/* A configuration that can be (SCXML 3.11), or it is wrong; gives how many strands it has (legal.c). */
size_t trial_is_legal(struct trial *trial, const struct subject *subject);
/* Each open deadline is due when its formula, asked from scratch, says, and the ledger's last line about it
 * has that date; gives how many there are (due.c). */
size_t trial_is_due(struct trial *trial);

#endif
