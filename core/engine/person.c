/* See person.h. What is alike gives points: a name most of all, a date of birth next, so that a name that
 * only sounds alike is likely with the same date and possible without; a date that contradicts takes away. */
#include "engine/person.h"

#include "base/phonetic.h"

enum { LIKELY_FROM = 70, POSSIBLE_FROM = 45, POINTS_NO_NAME = 20 };

/* --- reading ------------------------------------------------------------------ */

static void add_name(struct arena *arena, struct person *person, enum name_kind kind, struct text text)
{
    struct name_words words = name_words(arena, text);
    if (words.count && person->name_count < PERSON_NAMES_LIMIT) {
        person->names[person->name_count++] = (struct person_name){kind, text, words};
    }
}

/* A short name alone stands for the first of the names: known as Al, A. Parent is Al Parent too. */
static void add_known_as(struct arena *arena, struct person *person, struct text name, struct text known_as)
{
    struct text rest = name, first;
    bool parted = rest.size && text_split(&rest, ' ', &first);
    if (known_as.size && text_find(known_as, ' ') == known_as.size && parted && rest.size) {
        known_as = text_printf(arena, "%.*s %.*s", TEXT_ARGS(known_as), TEXT_ARGS(rest));
    }
    add_name(arena, person, NAME_KNOWN_AS, known_as);
}

void person_read(struct arena *arena, const struct json *data, struct person *person)
{
    struct text name = text_trim(json_get_text(data, "name"));
    const struct json *others = json_member_of(data, "names");
    *person = (struct person){.born = date_read(json_get_text(data, "born_on"))};
    add_name(arena, person, NAME_MAIN, name);
    add_known_as(arena, person, name, text_trim(json_get_text(data, "known_as")));
    for (uint32_t i = 0; others && others->type == JSON_ARRAY && i < others->count; i++) {
        add_name(arena, person, NAME_OF_BEFORE, text_trim(json_get_text(&others->elements[i], "name")));
    }
}

void person_asked(struct arena *arena, struct text name, date born, struct person *person)
{
    *person = (struct person){.born = born};
    add_name(arena, person, NAME_MAIN, text_trim(name));
}

/* --- keys ------------------------------------------------------------------------ */

static size_t add_key(struct text *keys, size_t count, struct text key)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(keys[i], key)) {
            return count;
        }
    }
    if (count < PERSON_KEYS_LIMIT) {
        keys[count++] = key;
    }
    return count;
}

static size_t add_date_key(struct arena *arena, struct text *keys, size_t count, date day)
{
    char text[DATE_TEXT_SIZE];
    return day == DATE_NONE ? count : add_key(keys, count, text_printf(arena, "b%s", date_write(day, text)));
}

/* The date with day and month swapped; DATE_NONE where there is none. */
static date swapped(date day)
{
    struct civil civil = date_civil(day);
    return date_of(civil.year, civil.day, civil.month);
}

size_t person_keys(struct arena *arena, const struct person *person, struct text keys[PERSON_KEYS_LIMIT])
{
    size_t count = add_date_key(arena, keys, 0, person->born);
    for (size_t i = 0; i < person->name_count; i++) {
        const struct name_words *words = &person->names[i].words;
        for (size_t n = 0; n < words->count; n++) {
            struct text sound = phonetic_key(arena, words->at[n]);
            count = add_key(keys, count, text_printf(arena, "n%.*s", TEXT_ARGS(words->at[n])));
            if (sound.size > 1) {
                count = add_key(keys, count, text_printf(arena, "s%.*s", TEXT_ARGS(sound)));
            }
        }
    }
    return count;
}

size_t person_search_keys(struct arena *arena, const struct person *person,
                          struct text keys[PERSON_KEYS_LIMIT])
{
    size_t count = person_keys(arena, person, keys);
    return person->born == DATE_NONE ? count : add_date_key(arena, keys, count, swapped(person->born));
}

/* --- comparing ---------------------------------------------------------------------- */

static void add_why(struct likeness *likeness, struct text why)
{
    likeness->why[likeness->why_count++] = why;
}

/* How many digits differ in two dates as they are written. */
static int digits_off(date a, date b)
{
    char first[DATE_TEXT_SIZE], second[DATE_TEXT_SIZE];
    int off = 0;
    (void)date_write(a, first);
    (void)date_write(b, second);
    for (size_t i = 0; first[i] && second[i]; i++) {
        off += first[i] != second[i];
    }
    return off;
}

static void compare_dates(date asked, date known, struct likeness *likeness)
{
    if (asked == DATE_NONE || known == DATE_NONE) {
        return;
    }
    if (asked == known) {
        likeness->points += 40;
        add_why(likeness, TEXT("born the same day"));
    } else if (swapped(asked) == known) {
        likeness->points += 30;
        add_why(likeness, TEXT("born the same day if day and month were swapped"));
    } else if (digits_off(asked, known) == 1) {
        likeness->points += 25;
        add_why(likeness, TEXT("the date of birth is one digit off"));
    } else if (date_civil(asked).year == date_civil(known).year) {
        likeness->points += 10;
        add_why(likeness, TEXT("born the same year"));
    } else {
        likeness->points -= 30;
        add_why(likeness, TEXT("born on another day"));
    }
}

static const int points_of[] = {
    [NAME_OTHER] = 0, [NAME_SHARES] = 20, [NAME_SOUNDS] = 45, [NAME_WITHIN] = 50, [NAME_SAME] = 60};

static struct text why_name(struct arena *arena, enum name_match match, const struct person_name *known,
                            struct text shared)
{
    static const char *const called[] = {
        [NAME_MAIN] = "the same name", [NAME_KNOWN_AS] = "known as", [NAME_OF_BEFORE] = "also called"};
    switch (match) {
    case NAME_SAME:
        return known->kind == NAME_MAIN
                   ? text_of(called[NAME_MAIN])
                   : text_printf(arena, "%s %.*s", called[known->kind], TEXT_ARGS(known->text));
    case NAME_WITHIN:
        return text_printf(arena, "the same name, longer or shorter: %.*s", TEXT_ARGS(known->text));
    case NAME_SOUNDS:
        return text_printf(arena, "sounds like %.*s", TEXT_ARGS(known->text));
    case NAME_SHARES:
        return text_printf(arena, "“%.*s” is in both names", TEXT_ARGS(shared));
    case NAME_OTHER:
        break;
    }
    return (struct text){0};
}

/* The nearest of the names of both. */
static void compare_names(struct arena *arena, const struct person *asked, const struct person *known,
                          struct likeness *likeness)
{
    enum name_match best = NAME_OTHER;
    struct text why = {0};
    for (size_t a = 0; a < asked->name_count; a++) {
        for (size_t k = 0; k < known->name_count; k++) {
            struct text shared;
            enum name_match match =
                name_compare(arena, &asked->names[a].words, &known->names[k].words, &shared);
            if (match > best) {
                best = match;
                why = why_name(arena, match, &known->names[k], shared);
            }
        }
    }
    likeness->points += points_of[best];
    if (best != NAME_OTHER) {
        add_why(likeness, why);
    }
}

struct likeness person_compare(struct arena *arena, const struct person *asked, const struct person *known)
{
    struct likeness likeness = {0};
    if (asked->name_count) {
        compare_names(arena, asked, known, &likeness);
    } else {
        likeness.points = POINTS_NO_NAME;
    }
    compare_dates(asked->born, known->born, &likeness);
    likeness.likelihood = likeness.points >= LIKELY_FROM     ? LIKELY
                          : likeness.points >= POSSIBLE_FROM ? LIKELY_POSSIBLE
                                                             : LIKELY_NOT;
    return likeness;
}

const char *likelihood_name(enum likelihood likelihood)
{
    static const char *const names[] = {
        [LIKELY_NOT] = "no", [LIKELY_POSSIBLE] = "possible", [LIKELY] = "likely"};
    return names[likelihood];
}
