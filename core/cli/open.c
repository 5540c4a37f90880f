/* `caseway open`: a new case. */
#include "cli/act.h"
#include "cli/rows.h"

/* The open deadline that comes first, or NULL. */
static const struct json *first_due(const struct json *deadlines)
{
    for (uint32_t i = 0; i < deadlines->count; i++) {
        const struct json *one = &deadlines->elements[i];
        if (json_get_text(one, "due").size && json_get_boolean(one, "open", true)) {
            return one;
        }
    }
    return NULL;
}

static void say_due(struct cli *cli, struct text reference)
{
    struct reply reply;
    struct text path = case_path(cli, text_copy(&cli->arena, reference).at, "/deadlines");
    if (cli_ask(cli, &(struct ask){.method = "GET", .path = path}, &reply) != CLI_DONE ||
        !reply_is_good(&reply)) {
        return;
    }
    struct json deadlines = rows_by_due(&cli->arena, reply_rows(&reply.body));
    const struct json *due = first_due(&deadlines);
    if (due) {
        struct text title = row_text(cli, due, (const char *const[]){"title", "deadline", "name", NULL});
        cli_say(cli, "Due next: %.*s, by %s.\n", TEXT_ARGS(title),
                print_when(cli, &cli->arena, json_get_text(due, "due")));
    }
}

static int run(struct cli *cli)
{
    struct json command;
    struct reply reply;
    const struct json *answer;
    act_begin(cli, &command);
    act_option(cli, &command, "workflow", "workflow");
    act_option(cli, &command, "area", "area");
    act_option(cli, &command, "case", "case");
    int status = act_fields(cli, 0, &command);
    if (status != CLI_DONE) {
        return status;
    }
    bool dry = cli_switch(cli, "dry-run");
    status = act_send(cli, TEXT("/v1/cases"), dry ? TEXT("dry-run=1") : (struct text){0}, &command, &reply,
                      &answer);
    if (status != CLI_DONE || dry) {
        return status == CLI_DONE ? act_say_dry(cli, &reply, answer) : status;
    }
    status = act_say(cli, answer);
    if (status == CLI_DONE && !cli_switch(cli, "json")) {
        say_due(cli, json_get_text(answer, "case"));
    }
    return status;
}

const struct cli_command open_command = {
    .name = "open",
    .summary = "opens a new case",
    .usage = "[--workflow W] [--area A] [--case REF] [--dry-run] [OPTIONS] [field=value…]",
    .about = "Each field=value answers a field of the form with a text; field:=JSON with what JSON says: a "
             "number, true, a list. Says the reference "
             "of the new case, where it stands and what is due next.",
    .options =
        (const struct cli_option[]){
            {"workflow", "W", "which workflow; may be left out where there is only one"},
            {"area", "A", "whose rules hold"},
            {"case", "REF", "the reference that the case shall have; the next number without it"},
            {"dry-run", NULL, "say what would happen, and change nothing"},
            ACT_OPTIONS,
            {0}},
    .examples =
        (const char *const[]){
            "caseway open --area wcc route=social-work lives_in=wcc parent=\"A. Parent\"",
            "caseway open unborn:='[{\"expected_date\": \"2026-09-01\"}]' --at 2026-03-02T10:00", NULL},
    .most = 200,
    .run = run,
};
