/* `--as-at`: a case as it was known at an earlier time. */
#include "cli/past.h"

#include "cli/days.h"

/* "the end of 3 March 2026", or "3 March 2026, 10:00". */
static struct text moment_words(struct cli *cli, struct text as_at)
{
    date day = date_read(as_at);
    if (day != DATE_NONE) {
        return text_printf(&cli->arena, "the end of %.*s", TEXT_ARGS(days_long(&cli->arena, day)));
    }
    struct text whole = text_of(print_when(cli, &cli->arena, as_at));
    day = date_read(text_part(whole, 0, DATE_TEXT_SIZE - 1));
    return day == DATE_NONE
               ? as_at
               : text_printf(&cli->arena, "%.*s on %.*s",
                             TEXT_ARGS(text_trim(text_part(whole, DATE_TEXT_SIZE - 1, whole.size))),
                             TEXT_ARGS(days_long(&cli->arena, day)));
}

void past_say(struct cli *cli, const struct json *body)
{
    struct text as_at = json_get_text(body, "as_at");
    int64_t erased = json_get_integer(body, "erased", 0);
    if (as_at.size) {
        cli_say(cli, "As it was known at %.*s.\n", TEXT_ARGS(moment_words(cli, as_at)));
    }
    if (erased) {
        cli_say(cli, "%lld %s recorded since then %s been erased: what %s changed stands as it is now.\n",
                (long long)erased, erased == 1 ? "entry" : "entries", erased == 1 ? "has" : "have",
                erased == 1 ? "it" : "they");
    }
}

struct text past_query(struct cli *cli)
{
    struct buffer query;
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "as-at");
    return buffer_result(&query);
}
