/* See phonetic.h. The steps are Taft's, in his order: how the word begins, how it ends, each letter with its
 * neighbours, and what is taken off the end of the key.
 *
 * The word is worked on in place, in small letters; a step that replaces letters puts as many as it takes,
 * save at the end of the word. */
#include "base/phonetic.h"

#include <string.h>

struct word {
    char at[PHONETIC_WORD_LIMIT + 1];
    size_t size;
};

static bool is_vowel(char letter)
{
    return letter != '\0' && strchr("aeiou", letter);
}

static bool has_at(const struct word *word, size_t place, const char *letters)
{
    return strncmp(word->at + place, letters, strlen(letters)) == 0;
}

static bool put_where(struct word *word, size_t place, const char *letters, const char *instead)
{
    if (!has_at(word, place, letters)) {
        return false;
    }
    memcpy(word->at + place, instead, strlen(instead));
    return true;
}

static void begin(struct word *word)
{
    static const char *const rules[][2] = {{"mac", "mcc"}, {"kn", "nn"}, {"k", "c"},
                                           {"ph", "ff"},   {"pf", "ff"}, {"sch", "sss"}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (put_where(word, 0, rules[i][0], rules[i][1])) {
            return;
        }
    }
}

static void end(struct word *word)
{
    static const char *const rules[][2] = {{"ee", "y"}, {"ie", "y"}, {"dt", "d"}, {"rt", "d"},
                                           {"rd", "d"}, {"nt", "d"}, {"nd", "d"}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules && word->size >= 2; i++) {
        if (has_at(word, word->size - 2, rules[i][0])) {
            word->at[word->size - 2] = rules[i][1][0];
            word->at[--word->size] = '\0';
            return;
        }
    }
}

/* Replaces what stands at PLACE, and what follows it where the rule takes more letters. */
static void letter(struct word *word, size_t place)
{
    char *at = word->at + place;
    if (put_where(word, place, "ev", "af") || put_where(word, place, "sch", "sss") ||
        put_where(word, place, "ph", "ff") || put_where(word, place, "kn", "nn")) {
        return;
    }
    if (is_vowel(*at)) {
        *at = 'a';
    } else if (*at == 'h' ? !is_vowel(at[-1]) || !is_vowel(at[1]) : *at == 'w' && is_vowel(at[-1])) {
        *at = at[-1];
    } else if (strchr("qzmk", *at)) {
        *at = *at == 'q' ? 'g' : *at == 'z' ? 's' : *at == 'm' ? 'n' : 'c';
    }
}

/* The last s, ay for y, the last a; never the whole key. */
static size_t trim(char *key, size_t size)
{
    if (size > 1 && key[size - 1] == 's') {
        size--;
    }
    if (size > 1 && key[size - 2] == 'a' && key[size - 1] == 'y') {
        key[size - 2] = 'y';
        size--;
    }
    return size > 1 && key[size - 1] == 'a' ? size - 1 : size;
}

static bool take(struct word *word, struct text text)
{
    word->size = text.size < PHONETIC_WORD_LIMIT ? text.size : PHONETIC_WORD_LIMIT;
    for (size_t i = 0; i < word->size; i++) {
        if (text.at[i] < 'a' || text.at[i] > 'z') {
            return false;
        }
        word->at[i] = text.at[i];
    }
    word->at[word->size] = '\0';
    return word->size > 0;
}

struct text phonetic_key(struct arena *arena, struct text text)
{
    struct word word;
    if (!take(&word, text)) {
        return (struct text){0};
    }
    begin(&word);
    end(&word);
    char *key = arena_alloc(arena, word.size + 1);
    size_t size = 0;
    key[size++] = word.at[0];
    for (size_t i = 1; i < word.size; i++) {
        letter(&word, i);
        if (word.at[i] != key[size - 1]) {
            key[size++] = word.at[i];
        }
    }
    size = trim(key, size);
    for (size_t i = 0; i < size; i++) {
        key[i] = (char)(key[i] - 'a' + 'A');
    }
    key[size] = '\0';
    return (struct text){key, size};
}
