/* People's names, made alike for comparing: what a keyboard, an accent, a title or the order of words changes
 * is taken out of them.
 *
 * Unicode does the folding (UAX #15, compatibility decomposition; full case folding; marks taken off), by
 * utf8proc; letters that Unicode does not take apart, as ł and ø, are told as they are commonly written
 * without their stroke. Other scripts stay in theirs: nothing is transliterated. Pure. */
#ifndef CASEWAY_BASE_NAMES_H
#define CASEWAY_BASE_NAMES_H

#include "base/text.h"

enum {
    NAMES_TEXT_LIMIT = 400, /* bytes of a name that are looked at */
    NAMES_WORDS_LIMIT = 12  /* words of it */
};

/* The words of a name, in the order of their bytes, each once. */
struct name_words {
    size_t count;
    struct text at[NAMES_WORDS_LIMIT];
};

/* "Mrs. Zoë O’Connor-Łukasz" gives "lukasz", "oconnor", "zoe". Any bytes: what is not UTF-8
 * ends it. */
struct name_words name_words(struct arena *arena, struct text name);

/* From farthest to nearest. */
enum name_match {
    NAME_OTHER,
    NAME_SHARES, /* some of the words are the same or sound alike */
    NAME_SOUNDS, /* all of the words are the same, sound alike or are a slip of the hand apart */
    NAME_WITHIN, /* all words of one are words of the other, or their initials, and two at least */
    NAME_SAME
};

/* SHARED is a word that both have, as the shorter name has it. */
enum name_match name_compare(struct arena *arena, const struct name_words *a, const struct name_words *b,
                             struct text *shared);

#endif
