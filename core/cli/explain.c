/* `caseway explain`: what can be done with a case now, and why the rest cannot. */
#include "cli/rows.h"
#include "cli/suppose.h"

static void add_action(struct cli *cli, struct buffer *out, const struct json *one)
{
    struct text of = json_get_text(one, "of"), title = json_get_text(one, "title"),
                who = json_get_text(one, "who"), when = json_get_text(one, "when");
    bool can = text_is(json_get_text(one, "outcome"), "done");
    buffer_printf(out, "%s %.*s", can ? "yes" : "no ", TEXT_ARGS(json_get_text(one, "event")));
    if (of.size) {
        buffer_printf(out, " --of %.*s", TEXT_ARGS(of));
    }
    if (title.size) {
        buffer_printf(out, " — %.*s", TEXT_ARGS(title));
    }
    if (who.size) {
        buffer_printf(out, " (%.*s)", TEXT_ARGS(who));
    }
    if (when.size) {
        buffer_printf(out, ", possible from %s", print_when_words(cli, &cli->arena, when));
    }
    buffer_byte(out, '\n');
    print_unmet(cli, out, one);
}

static bool is_possible(const struct json *one)
{
    return text_is(json_get_text(one, "outcome"), "done");
}

/* Nothing is unmet but that the case stands elsewhere, and nobody knows when that will change. */
static bool is_elsewhere(const struct json *one)
{
    const struct json *unmet = json_member_of(one, "unmet");
    return !is_possible(one) && unmet && unmet->type == JSON_ARRAY && unmet->count == 1 &&
           text_is(json_get_text(&unmet->elements[0], "code"), "not-now") &&
           json_get_text(one, "when").size == 0;
}

/* In one paragraph: there are many of them, and they all have the same reason. */
static void add_elsewhere(struct cli *cli, struct buffer *out, const struct json *actions)
{
    struct buffer names;
    buffer_init(&names, &cli->arena);
    for (uint32_t i = 0; i < actions->count; i++) {
        if (is_elsewhere(&actions->elements[i])) {
            buffer_printf(&names, "%s%.*s", names.size ? ", " : "Not at this point: ",
                          TEXT_ARGS(json_get_text(&actions->elements[i], "event")));
        }
    }
    if (names.size) {
        buffer_byte(&names, '.');
        print_wrapped(cli, out, buffer_result(&names), 0);
    }
}

/* What can be done stands first. Gives whether anything, or the one event that was asked for, can be. */
static bool say_actions(struct cli *cli, const struct json *actions, bool one_event)
{
    struct buffer out;
    bool any = false;
    buffer_init(&out, &cli->arena);
    for (int possible = 1; possible >= 0; possible--) {
        for (uint32_t i = 0; i < actions->count; i++) {
            const struct json *one = &actions->elements[i];
            if (is_possible(one) == (possible == 1) && (one_event || !is_elsewhere(one))) {
                add_action(cli, &out, one);
                any = any || possible;
            }
        }
    }
    if (!one_event) {
        add_elsewhere(cli, &out, actions);
    }
    cli_put(cli, buffer_result(&out));
    return any;
}

/* One a line, as it came. */
static bool say_json(struct cli *cli, const struct json *actions)
{
    bool any = false;
    for (uint32_t i = 0; i < actions->count; i++) {
        cli_say_json(cli, &actions->elements[i]);
        any = any || is_possible(&actions->elements[i]);
    }
    return any;
}

/* The facts of `--if`; whether there are any. */
static bool add_facts(struct cli *cli, struct buffer *query)
{
    const char *fact;
    size_t from = 0;
    while ((fact = cli_option_next(cli, "if", &from))) {
        query_add(query, "if", text_of(fact));
    }
    return from && cli_option(cli, "if");
}

static int run(struct cli *cli)
{
    struct reply reply;
    struct buffer query;
    bool one_event = cli->operands.count > 1;
    buffer_init(&query, &cli->arena);
    if (one_event) {
        query_add(&query, "event", text_of(cli->operands.at[1]));
    }
    query_add_option(cli, &query, "role");
    bool supposes = add_facts(cli, &query);
    int status = cli_ask_well(cli,
                              &(struct ask){.method = "GET",
                                            .path = case_path(cli, cli->operands.at[0], "/actions"),
                                            .query = buffer_result(&query)},
                              &reply);
    if (status != CLI_DONE) {
        return status;
    }
    struct json none = json_array();
    const struct json *actions = reply_rows(&reply.body);
    actions = actions ? actions : &none;
    if (supposes && cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return one_event && !(actions->count && is_possible(&actions->elements[0])) ? CLI_REFUSED : CLI_DONE;
    }
    if (supposes) {
        suppose_say(cli, &reply.body);
    }
    if (supposes && !one_event) {
        return CLI_DONE;
    }
    bool any = cli_switch(cli, "json") ? say_json(cli, actions) : say_actions(cli, actions, one_event);
    return one_event && !any ? CLI_REFUSED : CLI_DONE;
}

const struct cli_command explain_command = {
    .name = "explain",
    .summary = "says what can be done with a case now, and why the rest cannot",
    .usage = "CASE [EVENT] [--role R] [--if field=value]… [--json]",
    .about = "Lists every event: first what can be done, then what cannot and all that is unmet, with who "
             "can change it, who may make an exception, and from when time alone will make it possible. With "
             "an EVENT it is about that one alone, and the exit status is 1 when it cannot be done.\n\n"
             "With --if it says what would differ if these fields were so: unborn[1].expected_date is one "
             "of an item, worker and area are the case's own, and field= takes an answer away. Nothing is "
             "written.",
    .options =
        (const struct cli_option[]){
            {"role", "R", "as somebody in this role; in all you have, without it"},
            {"if", "FIELD=VALUE", "suppose that this were so; may be given several times"},
            {"json", NULL, "one event a line, as JSON; with --if the whole as one value"},
            {0}},
    .repeats = "if",
    .examples = (const char *const[]){"caseway explain C-17", "caseway explain C-17 engage --role worker",
                                      "caseway explain C-17 --if consent=given --if worker=worker-1", NULL},
    .least = 1,
    .most = 2,
    .run = run,
};
