/* See names.h. */
#include "base/names.h"

#include "base/phonetic.h"

#include <string.h>
#include <utf8proc.h>

enum { CHARACTERS_LIMIT = 4 * NAMES_TEXT_LIMIT };

/* --- words ------------------------------------------------------------------ */

/* Letters that no decomposition leads from. */
static const char *plain_letter(utf8proc_int32_t character)
{
    static const struct {
        utf8proc_int32_t character;
        const char *letters;
    } rows[] = {{0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},   {0xFE, "th"},  {0x111, "d"}, {0x127, "h"},
                {0x131, "i"}, {0x142, "l"}, {0x14B, "ng"}, {0x153, "oe"}, {0x167, "t"}, {0x180, "b"},
                {0x192, "f"}, {0x253, "b"}, {0x254, "o"},  {0x256, "d"},  {0x257, "d"}, {0x259, "e"},
                {0x25B, "e"}, {0x268, "i"}, {0x26B, "l"},  {0x272, "n"},  {0x1B4, "y"}, {0x199, "k"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].character == character) {
            return rows[i].letters;
        }
    }
    return NULL;
}

/* What stands within a word without parting it: apostrophes, and letters that stand for them. */
static bool is_apostrophe(utf8proc_int32_t character)
{
    return character == '\'' || character == '`' || character == 0xB4 || character == 0x2BB ||
           character == 0x2BC || character == 0x2BF || character == 0x2BE || character == 0x2018 ||
           character == 0x2019 || character == 0x2B9;
}

static bool is_of_word(utf8proc_int32_t character)
{
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
        return true;
    default:
        return false;
    }
}

static void add_character(struct buffer *word, utf8proc_int32_t character)
{
    const char *plain = plain_letter(character);
    if (plain) {
        buffer_string(word, plain);
        return;
    }
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t size = utf8proc_encode_char(character, bytes);
    buffer_add(word, (const char *)bytes, size > 0 ? (size_t)size : 0);
}

/* Puts WORD into its place, unless it is there. */
static void add_word(struct name_words *words, struct text word)
{
    size_t place = 0;
    while (place < words->count && text_compare(words->at[place], word) < 0) {
        place++;
    }
    if (word.size == 0 || words->count == NAMES_WORDS_LIMIT ||
        (place < words->count && text_equal(words->at[place], word))) {
        return;
    }
    memmove(&words->at[place + 1], &words->at[place], (words->count - place) * sizeof *words->at);
    words->at[place] = word;
    words->count++;
}

static bool is_title(struct text word)
{
    static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (text_is(word, titles[i])) {
            return true;
        }
    }
    return false;
}

static void drop_titles(struct name_words *words)
{
    struct name_words kept = {0};
    for (size_t i = 0; i < words->count; i++) {
        if (!is_title(words->at[i])) {
            kept.at[kept.count++] = words->at[i];
        }
    }
    if (kept.count) {
        *words = kept;
    }
}

struct name_words name_words(struct arena *arena, struct text name)
{
    struct name_words words = {0};
    utf8proc_int32_t characters[CHARACTERS_LIMIT];
    size_t size = text_utf8_size(text_part(name, 0, NAMES_TEXT_LIMIT));
    utf8proc_ssize_t count = utf8proc_decompose(
        (const utf8proc_uint8_t *)name.at, (utf8proc_ssize_t)size, characters, CHARACTERS_LIMIT,
        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    struct buffer word;
    buffer_init(&word, arena);
    for (utf8proc_ssize_t i = 0; i < count && i < CHARACTERS_LIMIT; i++) {
        if (is_apostrophe(characters[i])) {
            continue;
        }
        if (is_of_word(characters[i])) {
            add_character(&word, characters[i]);
        } else if (utf8proc_category(characters[i]) != UTF8PROC_CATEGORY_CF) {
            add_word(&words, buffer_result(&word));
            buffer_init(&word, arena);
        }
    }
    add_word(&words, buffer_result(&word));
    drop_titles(&words);
    return words;
}

/* --- comparing ---------------------------------------------------------------- */

enum word_match { WORD_OTHER, WORD_INITIAL, WORD_SOUNDS, WORD_SAME };

static bool is_initial(struct text a, struct text b)
{
    size_t size = text_character(a);
    return a.size == size && b.size > size && text_starts(b, a);
}

/* One slip of the hand in a word that is long enough for it not to be another name. */
static bool is_slip(struct text a, struct text b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    unsigned limit = shorter < 5 ? 0 : shorter < 8 ? 1 : 2;
    return limit > 0 && text_distance(a, b, limit) <= limit;
}

static enum word_match compare_words(struct arena *arena, struct text a, struct text b)
{
    if (text_equal(a, b)) {
        return WORD_SAME;
    }
    if (is_initial(a, b) || is_initial(b, a)) {
        return WORD_INITIAL;
    }
    struct text sound = phonetic_key(arena, a);
    return (sound.size > 1 && text_equal(sound, phonetic_key(arena, b))) || is_slip(a, b) ? WORD_SOUNDS
                                                                                          : WORD_OTHER;
}

/* How the words of the shorter name were found in the longer one. */
struct found {
    size_t same, initial, sounds;
    struct text shared;
};

/* Each word takes the nearest that is left: first those that are the same, then the less alike. */
static struct found find_words(struct arena *arena, const struct name_words *few,
                               const struct name_words *many)
{
    struct found found = {0};
    bool taken[NAMES_WORDS_LIMIT] = {false}, done[NAMES_WORDS_LIMIT] = {false};
    size_t *counts[] = {NULL, &found.initial, &found.sounds, &found.same};
    for (int grade = WORD_SAME; grade > WORD_OTHER; grade--) {
        for (size_t i = 0; i < few->count; i++) {
            for (size_t n = 0; n < many->count && !done[i]; n++) {
                if (!taken[n] && compare_words(arena, few->at[i], many->at[n]) == (enum word_match)grade) {
                    taken[n] = done[i] = true;
                    ++*counts[grade];
                    found.shared =
                        found.shared.size == 0 && grade != WORD_INITIAL ? few->at[i] : found.shared;
                }
            }
        }
    }
    return found;
}

enum name_match name_compare(struct arena *arena, const struct name_words *a, const struct name_words *b,
                             struct text *shared)
{
    const struct name_words *few = a->count <= b->count ? a : b, *many = few == a ? b : a;
    struct found found = find_words(arena, few, many);
    *shared = found.shared;
    if (few->count == 0 || found.same + found.sounds == 0) {
        return NAME_OTHER;
    }
    bool all = found.same + found.initial + found.sounds == few->count;
    if (!all || (few->count == 1 && many->count > 1)) {
        return NAME_SHARES;
    }
    if (found.sounds) {
        return NAME_SOUNDS;
    }
    return few->count == many->count && found.initial == 0 ? NAME_SAME : NAME_WITHIN;
}
