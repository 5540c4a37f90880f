/* How a word of a name sounds, so that Mohammed is found where somebody wrote Muhamed.
 *
 * The key is NYSIIS: the New York State Identification and Intelligence System's, from R. L. Taft, "Name
 * Search Techniques", Albany 1970, whole (not cut off at six letters). Pure. */
#ifndef CASEWAY_BASE_PHONETIC_H
#define CASEWAY_BASE_PHONETIC_H

#include "base/text.h"

enum { PHONETIC_WORD_LIMIT = 40 /* letters of a word; the rest says nothing */ };

/* The key of TEXT, one word, capital letters in ARENA; words that sound alike mostly have the same. Empty
 * unless it is made of the letters a to z alone, small ones (names_words() makes them so). */
struct text phonetic_key(struct arena *arena, struct text text);

#endif
