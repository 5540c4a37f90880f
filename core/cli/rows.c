/* Lists, page after page. See rows.h. */
#include "cli/rows.h"

#include "cli/past.h"

enum { PAGE_LIMIT = 500 };

int listing_read_limit(struct cli *cli, struct listing *listing)
{
    listing->limit = cli_switch(cli, "json") || cli_switch(cli, "all") ? 0 : LISTING_LIMIT;
    return cli_number(cli, "limit", 1, LISTING_LIMIT_MOST, &listing->limit);
}

const struct json *reply_rows(const struct json *body)
{
    const struct json *rows = json_member_of(body, "items");
    return rows && rows->type == JSON_ARRAY ? rows : NULL;
}

static bool is_due_later(const struct json *a, const struct json *b)
{
    struct text due_a = json_get_text(a, "due"), due_b = json_get_text(b, "due");
    return due_b.size && (due_a.size == 0 || text_compare(due_a, due_b) > 0);
}

/* By insertion: stable, and a case has few. */
struct json rows_by_due(struct arena *arena, const struct json *rows)
{
    struct json sorted = json_array();
    for (uint32_t i = 0; rows && rows->type == JSON_ARRAY && i < rows->count; i++) {
        json_append(arena, &sorted, rows->elements[i]);
        for (uint32_t at = i; at > 0 && is_due_later(&sorted.elements[at - 1], &sorted.elements[at]); at--) {
            struct json earlier = sorted.elements[at];
            sorted.elements[at] = sorted.elements[at - 1];
            sorted.elements[at - 1] = earlier;
        }
    }
    return sorted;
}

/* One page in an arena of its own, so that a list of any length takes no more than that. */
struct page {
    struct arena arena;
    struct text cursor; /* where the next one begins; empty: nowhere */
};

static int ask_page(struct cli *cli, const struct listing *listing, struct text cursor, int64_t limit,
                    struct page *page, const struct json **rows)
{
    struct buffer query;
    struct reply reply;
    buffer_init(&query, &page->arena);
    buffer_text(&query, listing->query);
    if (!listing->whole) {
        query_add(&query, listing->cursor ? listing->cursor : "cursor", cursor);
        query_add(&query, "limit", text_printf(&page->arena, "%lld", (long long)limit));
    }
    int status = cli_ask_well(
        cli,
        &(struct ask){
            .method = "GET", .path = listing->path, .query = buffer_result(&query), .arena = &page->arena},
        &reply);
    *rows = status == CLI_DONE ? reply_rows(&reply.body) : NULL;
    if (*rows && listing->by_due) {
        struct json *sorted = arena_new(&page->arena, struct json);
        *sorted = rows_by_due(&page->arena, *rows);
        *rows = sorted;
    }
    if (status == CLI_DONE && cursor.size == 0 && !cli_switch(cli, "json") && !cli_switch(cli, "ics")) {
        past_say(cli, &reply.body);
    }
    page->cursor = row_text(cli, &reply.body, (const char *const[]){"cursor", NULL});
    return status;
}

static int64_t page_limit(const struct listing *listing, int64_t count)
{
    int64_t rest = listing->limit - count;
    return listing->limit == 0 || rest > PAGE_LIMIT ? PAGE_LIMIT : rest;
}

int listing_run(struct cli *cli, const struct listing *listing, int64_t *count, bool *more)
{
    struct page page = {0};
    struct text cursor = {0};
    int status;
    *count = 0;
    do {
        const struct json *rows;
        arena_init(&page.arena);
        status = ask_page(cli, listing, cursor, page_limit(listing, *count), &page, &rows);
        for (uint32_t i = 0; rows && i < rows->count; i++, (*count)++) {
            if (cli_switch(cli, "json") && !listing->takes_json) {
                cli_say_json(cli, &rows->elements[i]);
            } else {
                listing->row(cli, &rows->elements[i], listing->self);
            }
        }
        cursor = text_copy(&cli->arena, page.cursor);
        arena_deinit(&page.arena);
    } while (status == CLI_DONE && cursor.size && (listing->limit == 0 || *count < listing->limit));
    *more = cursor.size > 0;
    return status;
}

int listing_say(struct cli *cli, const struct listing *listing, const struct table *table, const char *none)
{
    int64_t count;
    bool more;
    int status = listing_run(cli, listing, &count, &more);
    if (status != CLI_DONE || cli_switch(cli, "json")) {
        return status;
    }
    table_say(table);
    if (count == 0) {
        cli_say(cli, "%s\n", none);
    } else if (more) {
        cli_say(cli, "There are more; --all shows them.\n");
    }
    return CLI_DONE;
}

struct text row_text(struct cli *cli, const struct json *row, const char *const *names)
{
    for (; *names; names++) {
        const struct json *value = json_member_of(row, *names);
        if (!json_is_null(value)) {
            struct buffer text;
            buffer_init(&text, &cli->arena);
            print_joined(&text, value, " ");
            return buffer_result(&text);
        }
    }
    return (struct text){0};
}
