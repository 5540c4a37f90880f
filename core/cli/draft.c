/* `caseway draft` and `caseway drafts`: what you have half written, of one event or of all. */
#include "cli/draft.h"
#include "cli/act.h"

struct text draft_path(struct cli *cli)
{
    struct text event = url_segment(cli, cli->operands.at[1]);
    struct text tail = text_printf(&cli->arena, "/drafts/%.*s", TEXT_ARGS(event));
    return case_path(cli, cli->operands.at[0], tail.at);
}

struct text draft_query(struct cli *cli)
{
    struct buffer query;
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "of");
    return buffer_result(&query);
}

int draft_begin(struct cli *cli, struct json *command, bool sends)
{
    struct reply reply;
    int status = cli_ask(
        cli, &(struct ask){.method = "GET", .path = draft_path(cli), .query = draft_query(cli)}, &reply);
    const struct json *kept = json_member_of(&reply.body, "data"), *given = json_member_of(command, "data");
    if (status != CLI_DONE || (!reply_is_good(&reply) && (sends || reply.status != 404))) {
        return status == CLI_DONE ? cli_say_problem(cli, &reply) : status;
    }
    struct json data = kept && reply_is_good(&reply) ? json_shallow(&cli->arena, *kept) : json_object();
    for (uint32_t i = 0; given && i < given->count; i++) {
        if (!sends && given->members[i].value.type == JSON_NULL) {
            json_unset(&data, given->members[i].name);
        } else {
            json_set(&cli->arena, &data, given->members[i].name, given->members[i].value);
        }
    }
    json_set(&cli->arena, command, TEXT("data"), data);
    return CLI_DONE;
}

/* --- one of them ------------------------------------------------------------------------- */

static void add_note(struct buffer *out, const struct json *draft)
{
    struct text note = json_get_text(draft, "note");
    const struct json *unknown = json_member_of(draft, "unknown");
    if (note.size) {
        buffer_printf(out, "%.*s The draft is kept.\n", TEXT_ARGS(note));
    }
    for (uint32_t i = 0; unknown && i < unknown->count; i++) {
        buffer_printf(out, "%.*s is not asked for here; it is kept all the same.\n",
                      TEXT_ARGS(json_text(&unknown->elements[i])));
    }
}

static void add_name(struct buffer *out, const struct json *draft)
{
    struct text of = json_get_text(draft, "of");
    buffer_printf(out, "%.*s, %.*s%s%.*s%s", TEXT_ARGS(json_get_text(draft, "case")),
                  TEXT_ARGS(json_get_text(draft, "event")), of.size ? " (" : "", TEXT_ARGS(of),
                  of.size ? ")" : "");
}

static void show(struct cli *cli, const struct json *draft)
{
    struct buffer out;
    const struct json *data = json_member_of(draft, "data");
    int64_t begun = json_get_integer(draft, "begun_on", 0), now = json_get_integer(draft, "version", 0);
    buffer_init(&out, &cli->arena);
    add_name(&out, draft);
    buffer_printf(&out, " — %.*s\n", TEXT_ARGS(json_get_text(draft, "title")));
    buffer_printf(&out, "Saved %s; begun on version %lld",
                  print_when(cli, &cli->arena, json_get_text(draft, "saved")), (long long)begun);
    if (now != begun) {
        buffer_printf(&out, ", and the case is at %lld now", (long long)now);
    }
    buffer_string(&out, ".\n");
    add_note(&out, draft);
    for (uint32_t i = 0; data && i < data->count; i++) {
        buffer_printf(&out, "  %.*s: ", TEXT_ARGS(data->members[i].name));
        print_value(&out, &data->members[i].value);
        buffer_byte(&out, '\n');
    }
    cli_put(cli, buffer_result(&out));
}

static void say_kept(struct cli *cli, const struct json *draft)
{
    struct buffer out;
    const struct json *data = json_member_of(draft, "data");
    uint32_t count = data ? data->count : 0;
    buffer_init(&out, &cli->arena);
    buffer_string(&out, "kept: a draft of ");
    add_name(&out, draft);
    buffer_printf(&out, ", with %u answer%s.\n", count, count == 1 ? "" : "s");
    add_note(&out, draft);
    cli_put(cli, buffer_result(&out));
}

static int ask_one(struct cli *cli, const char *method, struct text body, struct reply *reply)
{
    return cli_ask_well(
        cli,
        &(struct ask){.method = method, .path = draft_path(cli), .query = draft_query(cli), .body = body},
        reply);
}

static int discard(struct cli *cli)
{
    struct reply reply;
    if (cli->operands.count > 2) {
        return cli_wrong(cli, "--discard throws the draft away; leave the answers out");
    }
    int status = ask_one(cli, "DELETE", (struct text){0}, &reply);
    if (status == CLI_DONE) {
        cli_say(cli, "The draft is thrown away.\n");
    }
    return status;
}

static int run(struct cli *cli)
{
    struct reply reply;
    struct json command = json_object();
    bool saves = cli->operands.count > 2;
    if (cli_switch(cli, "discard")) {
        return discard(cli);
    }
    int status = act_fields(cli, 2, &command);
    status = status == CLI_DONE && saves ? draft_begin(cli, &command, false) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct text body = saves ? json_to_text(&cli->arena, &command) : (struct text){0};
    status = ask_one(cli, saves ? "PUT" : "GET", body, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
    } else if (saves) {
        say_kept(cli, &reply.body);
    } else {
        show(cli, &reply.body);
    }
    return CLI_DONE;
}

const struct cli_command draft_command = {
    .name = "draft",
    .summary = "keeps what you have half written of an event",
    .usage = "CASE EVENT [field=value…] [--of ITEM] [--json]\nCASE EVENT --discard [--of ITEM]",
    .about =
        "With answers, these are kept over what the draft has; without, the draft is shown. Nothing is "
        "checked until the event is sent, with `caseway send CASE EVENT --draft`; that ends the draft, a "
        "refusal leaves it. A draft is yours alone: nobody else is shown it.",
    .options = (const struct cli_option[]){{"of", "ITEM", "which item of a list it is about"},
                                           {"discard", NULL, "throw the draft away"},
                                           {"json", NULL, "the draft as JSON"},
                                           {0}},
    .examples = (const char *const[]){"caseway draft C-17 task.review.done needs=housing",
                                      "caseway send C-17 task.review.done --draft", NULL},
    .least = 2,
    .most = 202,
    .run = run,
};
