/* See days.h. Words carry all: nothing is told by colour. */
#include "cli/days.h"

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* The day of a date, or of an instant on the site's clock. */
static date day_of(struct cli *cli, struct text when)
{
    date day = date_read(when);
    return day != DATE_NONE ? day : date_read(text_of(print_day(cli, &cli->arena, when)));
}

/* "28 Dec 2026". */
static struct text short_day(struct arena *arena, date day)
{
    struct civil civil = date_civil(day);
    return text_printf(arena, "%d %.3s %d", (int)civil.day, months[civil.month - 1], (int)civil.year);
}

struct text days_long(struct arena *arena, date day)
{
    struct civil civil = date_civil(day);
    return text_printf(arena, "%d %s %d", (int)civil.day, months[civil.month - 1], (int)civil.year);
}

struct text days_due(struct cli *cli, struct text due)
{
    date day = day_of(cli, due);
    if (day == DATE_NONE) {
        return due;
    }
    struct text whole = text_of(print_when(cli, &cli->arena, due));
    struct text time = text_part(whole, DATE_TEXT_SIZE - 1, whole.size); /* with the blank before it */
    return text_printf(&cli->arena, "%s %.*s%.*s", weekdays[date_weekday(day)],
                       TEXT_ARGS(short_day(&cli->arena, day)), TEXT_ARGS(time));
}

static struct text count_words(struct arena *arena, int64_t count, const char *what)
{
    int64_t size = count < 0 ? -count : count;
    return text_printf(arena, "%lld %s%s", (long long)size, what, size == 1 ? "" : "s");
}

struct text days_away(struct cli *cli, const struct json *deadline)
{
    struct arena *arena = &cli->arena;
    int64_t days = json_get_integer(deadline, "days", INT64_MIN);
    int64_t working = json_get_integer(deadline, "working_days", 0);
    if (days == INT64_MIN || !json_get_boolean(deadline, "open", true)) {
        return (struct text){0};
    }
    if (days == 0) {
        return TEXT("today");
    }
    if (days == 1 || days == -1) {
        return text_of(days > 0 ? "tomorrow" : "yesterday");
    }
    struct text words =
        working ? count_words(arena, working, "working day") : count_words(arena, days, "day");
    return days > 0 ? text_printf(arena, "in %.*s", TEXT_ARGS(words))
                    : text_printf(arena, "%.*s ago", TEXT_ARGS(words));
}

struct text days_between(struct cli *cli, struct text before, struct text after)
{
    date from = day_of(cli, before), to = day_of(cli, after);
    if (from == DATE_NONE || to == DATE_NONE || from == to) {
        return (struct text){0};
    }
    return text_printf(&cli->arena, "%.*s %s", TEXT_ARGS(count_words(&cli->arena, (int64_t)to - from, "day")),
                       to > from ? "later" : "earlier");
}

struct text days_status(struct cli *cli, const struct json *deadline)
{
    static const char *const words[][2] = {{"warned", "due soon"},        {"overdue", "OVERDUE"},
                                           {"late", "OVERDUE, late"},     {"met-late", "met late"},
                                           {"void", "no longer applies"}, {"overridden", "set aside"}};
    struct text status = json_get_text(deadline, "status"), met = json_get_text(deadline, "met");
    bool waits = text_is(status, "pending") || text_is(status, "warned");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_is(status, words[i][0])) {
            status = text_of(words[i][1]);
            break;
        }
    }
    date day = met.size ? day_of(cli, met) : DATE_NONE;
    if (day != DATE_NONE) {
        return text_printf(&cli->arena, "%.*s, %.*s", TEXT_ARGS(status),
                           TEXT_ARGS(short_day(&cli->arena, day)));
    }
    return waits && json_get_boolean(deadline, "breached", false)
               ? text_printf(&cli->arena, "%.*s, was overdue before", TEXT_ARGS(status))
               : status;
}

static void add_guess(struct arena *arena, struct buffer *note, struct text until)
{
    date day = date_read(until);
    if (day == DATE_NONE) {
        buffer_string(note, "(a guess: no bank holidays are published for that time) ");
        return;
    }
    struct civil civil = date_civil(day);
    bool whole_year = civil.month == 12 && civil.day == 31;
    struct text after = whole_year ? text_printf(arena, "%d", (int)civil.year) : short_day(arena, day);
    buffer_printf(note, "(a guess: bank holidays after %.*s are not published yet) ", TEXT_ARGS(after));
}

struct text days_note(struct cli *cli, const struct json *deadline)
{
    struct buffer note;
    struct arena *arena = &cli->arena;
    struct text falls_on = json_get_text(deadline, "falls_on");
    date day = day_of(cli, json_get_text(deadline, "due"));
    date act_by = date_read(json_get_text(deadline, "act_by"));
    bool over = json_get_integer(deadline, "days", 0) < 0;
    buffer_init(&note, arena);
    if (!over && falls_on.size && day != DATE_NONE && act_by != DATE_NONE) {
        buffer_printf(&note, "%.*s is a %.*s; act by %s %.*s. ", TEXT_ARGS(short_day(arena, day)),
                      TEXT_ARGS(falls_on), weekdays[date_weekday(act_by)],
                      TEXT_ARGS(short_day(arena, act_by)));
    }
    if (json_get_boolean(deadline, "guess", false)) {
        add_guess(arena, &note, json_get_text(deadline, "published_until"));
    }
    if (json_get_boolean(deadline, "fixed", false)) {
        buffer_string(&note, "(set by hand) ");
    }
    return text_trim(buffer_result(&note));
}
