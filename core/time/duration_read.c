/* Reading a duration, in either of its two forms. Both collect into sums of 64 bits, numbers having at most
 * NUMBER_DIGITS digits, so that nothing overflows before it is held against the limits. */
#include "time/duration.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_DIGITS = 14, WORD_LIMIT = 16 };
enum { MONTHS_LIMIT = 1200, DAYS_LIMIT = 366000 };
#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

enum part { PART_MONTHS, PART_DAYS, PART_WORKING_DAYS, PART_MILLISECONDS, PART_COUNT };

struct reader {
    const char *at, *end;
    int64_t parts[PART_COUNT];
    bool civil;
    unsigned seen; /* a bit for each unit, so that none comes twice */
    struct text whole;
    struct error *error;
};

#define EXAMPLES "\"3 months\", \"10 working days\", \"2 hours 30 minutes\" or \"P3M\""

/* As much of the text as a message shows, cut at a character. */
static struct text shown_part(struct text whole)
{
    enum { SHOWN = 60, CONTINUATION_MASK = 0xC0, CONTINUATION = 0x80 };
    size_t size = whole.size < SHOWN ? whole.size : SHOWN;
    while (size < whole.size && size > 0 && (whole.at[size] & CONTINUATION_MASK) == CONTINUATION) {
        size--;
    }
    return text_part(whole, 0, size);
}

static enum status wrong(const struct reader *reader, const char *what)
{
    struct text shown = shown_part(reader->whole);
    return error_set(reader->error, STATUS_INVALID,
                     "\"%.*s%s\" is not a length of time: %s. Write it like " EXAMPLES, TEXT_ARGS(shown),
                     shown.size < reader->whole.size ? "…" : "", what);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool take(struct reader *reader, char byte)
{
    if (reader->at == reader->end || *reader->at != byte) {
        return false;
    }
    reader->at++;
    return true;
}

/* -1 or 1. */
static int take_sign(struct reader *reader)
{
    if (take(reader, '-')) {
        return -1;
    }
    take(reader, '+');
    return 1;
}

static bool take_number(struct reader *reader, int64_t *number)
{
    const char *start = reader->at;
    *number = 0;
    while (reader->at < reader->end && is_digit(*reader->at) && reader->at - start < NUMBER_DIGITS) {
        *number = *number * 10 + (*reader->at++ - '0');
    }
    return reader->at > start && (reader->at == reader->end || !is_digit(*reader->at));
}

/* Adds NUMBER times WORTH, held just beyond what any limit allows. */
static void add(struct reader *reader, enum part part, int64_t number, int64_t worth)
{
    const int64_t beyond = DAYS_LIMIT * DAY + 1;
    int64_t amount;
    if (__builtin_mul_overflow(number, worth, &amount) || amount > beyond || amount < -beyond) {
        amount = number < 0 ? -beyond : beyond;
    }
    reader->parts[part] += amount;
    reader->civil = reader->civil || part != PART_MILLISECONDS;
}

/* --- ISO 8601 --- */
struct designator {
    char letter;
    enum part part;
    int64_t worth;
};

static const struct designator date_designators[] = {
    {'Y', PART_MONTHS, 12}, {'M', PART_MONTHS, 1}, {'W', PART_DAYS, 7}, {'D', PART_DAYS, 1}};
static const struct designator time_designators[] = {
    {'H', PART_MILLISECONDS, HOUR}, {'M', PART_MILLISECONDS, MINUTE}, {'S', PART_MILLISECONDS, SECOND}};

/* The fraction of a second, in milliseconds; what is less is cut off. */
static bool take_fraction(struct reader *reader, int64_t *milliseconds)
{
    const char *start = reader->at;
    *milliseconds = 0;
    for (int64_t unit = SECOND / 10; reader->at < reader->end && is_digit(*reader->at); unit /= 10) {
        *milliseconds += (*reader->at++ - '0') * unit;
    }
    return reader->at > start;
}

/* Takes "3M" and the like, each designator at most once and in order. How many, or -1 when something is
 * wrong. */
static int take_designated(struct reader *reader, const struct designator *designators, size_t count,
                           int sign)
{
    int taken = 0;
    for (size_t next = 0; reader->at < reader->end && *reader->at != 'T'; taken++) {
        int64_t number, fraction = 0;
        int own_sign = sign * take_sign(reader);
        if (!take_number(reader, &number)) {
            return -1;
        }
        bool is_broken = take(reader, '.') || take(reader, ',');
        if (is_broken && !take_fraction(reader, &fraction)) {
            return -1;
        }
        while (next < count && (reader->at == reader->end || *reader->at != designators[next].letter)) {
            next++;
        }
        if (next == count || (is_broken && designators[next].letter != 'S')) {
            return -1;
        }
        reader->at++;
        add(reader, designators[next].part, own_sign * number, designators[next].worth);
        add(reader, designators[next].part, own_sign * fraction, 1);
        next++;
    }
    return taken;
}

static enum status read_iso(struct reader *reader, int sign)
{
    int dates =
        take_designated(reader, date_designators, sizeof date_designators / sizeof *date_designators, sign);
    int times = 0;
    bool has_time = dates >= 0 && take(reader, 'T');
    if (has_time) {
        times = take_designated(reader, time_designators, sizeof time_designators / sizeof *time_designators,
                                sign);
    }
    if (dates < 0 || times < 0 || reader->at < reader->end) {
        return wrong(reader,
                     "after P come years (Y), months (M), weeks (W) and days (D), in this order, and after T "
                     "hours (H), minutes (M) and seconds (S)");
    }
    if ((has_time && times == 0) || dates + times == 0) {
        return wrong(reader, "it ends before it tells how long");
    }
    return STATUS_OK;
}

/* --- words --- */
struct unit {
    const char *word;
    const char *plural; /* NULL when there is none */
    enum part part;
    int64_t worth;
    unsigned bit; /* the same for the names of one unit */
};

static const struct unit units[] = {
    {"ms", NULL, PART_MILLISECONDS, 1, 1u << 0},
    {"millisecond", "milliseconds", PART_MILLISECONDS, 1, 1u << 0},
    {"s", NULL, PART_MILLISECONDS, SECOND, 1u << 1},
    {"sec", "secs", PART_MILLISECONDS, SECOND, 1u << 1},
    {"second", "seconds", PART_MILLISECONDS, SECOND, 1u << 1},
    {"min", "mins", PART_MILLISECONDS, MINUTE, 1u << 2},
    {"minute", "minutes", PART_MILLISECONDS, MINUTE, 1u << 2},
    {"h", NULL, PART_MILLISECONDS, HOUR, 1u << 3},
    {"hour", "hours", PART_MILLISECONDS, HOUR, 1u << 3},
    {"day", "days", PART_DAYS, 1, 1u << 4},
    {"working day", "working days", PART_WORKING_DAYS, 1, 1u << 5},
    {"week", "weeks", PART_DAYS, 7, 1u << 6},
    {"month", "months", PART_MONTHS, 1, 1u << 7},
    {"year", "years", PART_MONTHS, 12, 1u << 8},
};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_spaces(struct reader *reader)
{
    while (reader->at < reader->end && is_space(*reader->at)) {
        reader->at++;
    }
}

/* A run of letters in lower case; NULL when there is none or it is too long for any word that is known. */
static const char *take_word(struct reader *reader, char word[WORD_LIMIT])
{
    size_t size = 0;
    while (reader->at < reader->end) {
        char letter = *reader->at;
        if (letter >= 'A' && letter <= 'Z') {
            letter = (char)(letter - 'A' + 'a');
        }
        if (letter < 'a' || letter > 'z') {
            break;
        }
        if (size == WORD_LIMIT - 1) {
            return NULL;
        }
        word[size++] = letter;
        reader->at++;
    }
    word[size] = '\0';
    return size ? word : NULL;
}

/* Takes WORD if it comes next, as a word of its own, and the spaces after it. */
static bool take_that_word(struct reader *reader, const char *wanted)
{
    const char *before = reader->at;
    char word[WORD_LIMIT];
    if (take_word(reader, word) && strcmp(word, wanted) == 0) {
        skip_spaces(reader);
        return true;
    }
    reader->at = before;
    return false;
}

/* A whole number with a sign, or "a", "an", "one". */
static bool take_amount(struct reader *reader, int64_t *amount)
{
    if (take_that_word(reader, "a") || take_that_word(reader, "an") || take_that_word(reader, "one")) {
        *amount = 1;
        return true;
    }
    int sign = take_sign(reader);
    if (!take_number(reader, amount)) {
        return false;
    }
    *amount *= sign;
    skip_spaces(reader);
    return true;
}

static const struct unit *take_unit(struct reader *reader)
{
    bool is_working = take_that_word(reader, "working");
    char read[WORD_LIMIT], word[2 * WORD_LIMIT] = "";
    if (!take_word(reader, read)) {
        return NULL;
    }
    snprintf(word, sizeof word, "%s%s", is_working ? "working " : "", read);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(word, units[i].word) == 0 || (units[i].plural && strcmp(word, units[i].plural) == 0)) {
            return &units[i];
        }
    }
    return NULL;
}

static enum status read_words(struct reader *reader)
{
    do {
        int64_t amount;
        if (!take_amount(reader, &amount)) {
            return wrong(reader, "a whole number is missing");
        }
        const struct unit *unit = take_unit(reader);
        if (!unit) {
            return wrong(
                reader,
                "the units are ms, seconds, minutes, hours, days, working days, weeks, months and years");
        }
        if (reader->seen & unit->bit) {
            return wrong(reader, "it names a unit twice");
        }
        reader->seen |= unit->bit;
        add(reader, unit->part, amount, unit->worth);
        skip_spaces(reader);
        bool goes_on = take(reader, ',');
        skip_spaces(reader);
        if ((take_that_word(reader, "and") || goes_on) && reader->at == reader->end) {
            return wrong(reader, "it ends before it tells how long");
        }
    } while (reader->at < reader->end);
    return STATUS_OK;
}

static bool is_beyond(int64_t number, int64_t limit)
{
    return number > limit || number < -limit;
}

static enum status check_limits(const struct reader *reader)
{
    const int64_t *parts = reader->parts;
    if (is_beyond(parts[PART_MONTHS], MONTHS_LIMIT) || is_beyond(parts[PART_DAYS], DAYS_LIMIT) ||
        is_beyond(parts[PART_WORKING_DAYS], DAYS_LIMIT) ||
        is_beyond(parts[PART_MILLISECONDS], DAYS_LIMIT * DAY)) {
        return error_set(reader->error, STATUS_LIMIT,
                         "\"%.*s\" is too long a time: the most is %d months or %d days. Write a shorter "
                         "one, like " EXAMPLES,
                         TEXT_ARGS(shown_part(reader->whole)), MONTHS_LIMIT, DAYS_LIMIT);
    }
    return STATUS_OK;
}

enum status duration_read(struct text text, struct duration *duration, struct error *error)
{
    struct text trimmed = text_trim(text);
    struct reader reader = {.whole = trimmed, .error = error};
    if (trimmed.size == 0) {
        return wrong(&reader, "it is empty");
    }
    reader.at = trimmed.at;
    reader.end = trimmed.at + trimmed.size;
    int sign = take_sign(&reader);
    enum status status;
    if (take(&reader, 'P')) {
        status = read_iso(&reader, sign);
    } else {
        reader.at = trimmed.at;
        status = read_words(&reader);
    }
    if (status == STATUS_OK) {
        status = check_limits(&reader);
    }
    if (status == STATUS_OK) {
        *duration = (struct duration){
            .months = (int32_t)reader.parts[PART_MONTHS],
            .days = (int32_t)reader.parts[PART_DAYS],
            .working_days = (int32_t)reader.parts[PART_WORKING_DAYS],
            .milliseconds = reader.parts[PART_MILLISECONDS],
            .civil = reader.civil,
        };
    }
    return status;
}
