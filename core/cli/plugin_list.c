/* `caseway plugin list`: what is installed, what it may do, and what it cost since the server started. */
#include "cli/plugin.h"
#include "cli/print.h"

static struct text joined(struct cli *cli, const struct json *list)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    if (list && list->type == JSON_ARRAY && list->count) {
        print_joined(&out, list, ", ");
    }
    return buffer_result(&out);
}

/* Microseconds in whole ones, or to a tenth where they are few. */
static struct text microseconds(struct cli *cli, const struct json *cost, const char *name)
{
    const struct json *given = cost ? json_member_of(cost, name) : NULL;
    double number = !given ? 0 : given->type == JSON_REAL ? given->real : (double)given->integer;
    return given ? text_printf(&cli->arena, "%.*f µs", number < 100 ? 1 : 0, number) : (struct text){0};
}

static struct text number(struct cli *cli, const struct json *cost, const char *name)
{
    return cost ? text_printf(&cli->arena, "%lld", (long long)json_get_integer(cost, name, 0))
                : (struct text){0};
}

/* "mail (granted), http example.org (not granted)". */
static struct text capabilities(struct cli *cli, const struct json *asks)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    for (uint32_t i = 0; asks && asks->type == JSON_ARRAY && i < asks->count; i++) {
        const struct json *one = &asks->elements[i];
        struct text for_what = json_get_text(one, "for");
        buffer_printf(&out, "%s%.*s%s%.*s%s", i ? ", " : "", TEXT_ARGS(json_get_text(one, "capability")),
                      for_what.size ? " " : "", TEXT_ARGS(for_what),
                      json_get_boolean(one, "granted", false) ? "" : " (not granted)");
    }
    return buffer_result(&out);
}

static void add_plugin(struct cli *cli, struct table *table, const struct json *plugin)
{
    const struct json *cost = json_member_of(plugin, "cost");
    struct text areas = joined(cli, json_member_of(plugin, "areas"));
    struct text workflows = joined(cli, json_member_of(plugin, "workflows"));
    struct text hash = text_part(json_get_text(plugin, "hash"), 0, 8);
    struct text version =
        text_printf(&cli->arena, "%.*s %.*s", TEXT_ARGS(json_get_text(plugin, "version")), TEXT_ARGS(hash));
    struct text serves = text_printf(&cli->arena, "%.*s%s%.*s", TEXT_ARGS(areas),
                                     areas.size && workflows.size ? "; " : "", TEXT_ARGS(workflows));
    struct text asks = capabilities(cli, json_member_of(plugin, "asks"));
    table_add(table, json_get_text(plugin, "name"));
    table_add(table, version);
    table_add(table, serves);
    table_add(table, number(cli, cost, "calls"));
    table_add(table, microseconds(cli, cost, "mean"));
    table_add(table, microseconds(cli, cost, "worst"));
    table_add(table, number(cli, cost, "failures"));
    if (asks.size) {
        table_add_note(table, text_printf(&cli->arena, "may: %.*s", TEXT_ARGS(asks)));
    }
}

/* The version beside it, which decides nothing. */
static void add_shadow(struct cli *cli, struct table *table, const struct json *shadow)
{
    if (shadow) {
        table_add_note(table, text_printf(&cli->arena, "shadow: %.*s %.*s, asked %lld, differed %lld",
                                          TEXT_ARGS(json_get_text(shadow, "version")),
                                          TEXT_ARGS(text_part(json_get_text(shadow, "hash"), 0, 8)),
                                          (long long)json_get_integer(shadow, "asked", 0),
                                          (long long)json_get_integer(shadow, "differed", 0)));
    }
}

int plugin_list(struct cli *cli)
{
    static const char *const titles[] = {"plugin", "version", "serves", "calls", "mean", "worst", "failed"};
    struct table table;
    struct reply reply;
    struct ask request = {.method = "GET", .path = TEXT("/v1/plugins")};
    int status = cli_ask_well(cli, &request, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    const struct json *items = json_member_of(&reply.body, "items");
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    for (uint32_t i = 0; items && items->type == JSON_ARRAY && i < items->count; i++) {
        if (cli_switch(cli, "json")) {
            cli_say_json(cli, &items->elements[i]);
        } else {
            add_plugin(cli, &table, &items->elements[i]);
            add_shadow(cli, &table, json_member_of(&items->elements[i], "shadow"));
        }
    }
    table_say(&table);
    return CLI_DONE;
}
