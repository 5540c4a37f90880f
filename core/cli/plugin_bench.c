/* `caseway plugin bench`: what each rule costs on a live case, beside a call of nothing. */
#include "cli/plugin.h"
#include "cli/print.h"

static double real_of(const struct json *object, const char *name)
{
    const struct json *value = json_member_of(object, name);
    return !value ? 0 : value->type == JSON_REAL ? value->real : (double)json_get_integer(object, name, 0);
}

static void add_item(struct cli *cli, struct table *table, const struct json *item)
{
    struct arena *arena = &cli->arena;
    struct text failed = json_get_text(item, "failed"), plugin = json_get_text(item, "plugin");
    table_add(table, json_get_text(item, "rule"));
    if (failed.size) {
        table_add(table, TEXT("failed"));
        table_add(table, (struct text){0});
        table_add(table, (struct text){0});
        table_add_note(table, failed);
        return;
    }
    table_add(table, text_printf(arena, "%.2f µs", real_of(item, "microseconds")));
    table_add(table, text_printf(arena, "%.1f", real_of(item, "ratio")));
    table_add(table, plugin.size ? plugin : TEXT("(default)"));
}

int plugin_bench(struct cli *cli)
{
    static const char *const titles[] = {"rule", "a call", "bare calls", "answered by"};
    struct buffer query;
    struct table table;
    struct reply reply;
    buffer_init(&query, &cli->arena);
    if (!cli_option(cli, "case")) {
        return cli_wrong(cli, "plugin bench wants its --case");
    }
    if (plugin_operands(cli)) {
        query_add(&query, "plugin", text_of(plugin_operand(cli, 0)));
    }
    struct ask request = {.method = "GET",
                          .path = case_path(cli, cli_option(cli, "case"), "/rule-costs"),
                          .query = buffer_result(&query)};
    int status = cli_ask_well(cli, &request, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return CLI_DONE;
    }
    const struct json *items = json_member_of(&reply.body, "items");
    table_init(&table, cli, sizeof titles / sizeof *titles, titles);
    for (uint32_t i = 0; items && items->type == JSON_ARRAY && i < items->count; i++) {
        add_item(cli, &table, &items->elements[i]);
    }
    table_say(&table);
    cli_say(cli, "A bare call takes %.2f µs; each was made in a plan of its own, with a fresh plugin.\n",
            real_of(&reply.body, "bare"));
    return CLI_DONE;
}
