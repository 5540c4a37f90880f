/* What the program reads in the record of a person (the built-in workflow `person`): names and dates, by
 * which the same person is found again, and how likely two of them are one. Pure.
 *
 * Whoever asks gets candidates with reasons in words, never a decision: people merge records. */
#ifndef CASEWAY_ENGINE_PERSON_H
#define CASEWAY_ENGINE_PERSON_H

#include "base/json.h"
#include "base/names.h"
#include "time/civil.h"

enum {
    PERSON_NAMES_LIMIT = 20, /* names of one person that are compared */
    PERSON_KEYS_LIMIT = 100  /* keys of one person in the index */
};

enum name_kind { NAME_MAIN, NAME_KNOWN_AS, NAME_OF_BEFORE };

struct person_name {
    enum name_kind kind;
    struct text text;
    struct name_words words;
};

struct person {
    size_t name_count;
    struct person_name names[PERSON_NAMES_LIMIT];
    date born; /* DATE_NONE: not known, or not born yet */
};

/* From the fields of a record; anything that is not as it should be is passed over. */
void person_read(struct arena *arena, const struct json *data, struct person *person);
/* Somebody of whom no more is known than NAME (may be empty) and a date of birth (DATE_NONE). */
void person_asked(struct arena *arena, struct text name, date born, struct person *person);

/* What the person is found by: words of names ("n…"), how they sound ("s…"), the date of birth ("b…"); each
 * once. Gives how many. */
size_t person_keys(struct arena *arena, const struct person *person, struct text keys[PERSON_KEYS_LIMIT]);
/* The same for a search: with the dates for which one is easily taken. */
size_t person_search_keys(struct arena *arena, const struct person *person,
                          struct text keys[PERSON_KEYS_LIMIT]);

enum likelihood { LIKELY_NOT, LIKELY_POSSIBLE, LIKELY };

struct likeness {
    enum likelihood likelihood;
    int points; /* for the order among candidates */
    size_t why_count;
    struct text why[2]; /* “sounds like Muhamed Hussein”, “born the same day” */
};

/* How likely KNOWN is who is ASKED for. */
struct likeness person_compare(struct arena *arena, const struct person *asked, const struct person *known);
const char *likelihood_name(enum likelihood likelihood); /* likely, possible, no */

#endif
