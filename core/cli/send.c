/* `caseway send`: an event for a case. */
#include "cli/act.h"
#include "cli/draft.h"

/* `--override REASON [--until DATE]`: a reason, and until when the exception holds. */
static int read_override(struct cli *cli, struct json *command)
{
    const char *reason = cli_option(cli, "override"), *until = cli_option(cli, "until");
    if (!reason) {
        return until ? cli_wrong(cli, "--until says how long an --override holds; give its reason")
                     : CLI_DONE;
    }
    struct json override = json_object();
    json_set(&cli->arena, &override, TEXT("reason"), json_string(text_of(reason)));
    if (until) {
        json_set(&cli->arena, &override, TEXT("until"), json_string(text_of(until)));
    }
    if (!text_is_utf8(text_of(reason)) || !text_is_utf8(text_of(until))) {
        return cli_wrong(cli, "an option is not UTF-8");
    }
    json_set(&cli->arena, command, TEXT("override"), override);
    return CLI_DONE;
}

static int read_if_match(struct cli *cli, struct json *command)
{
    int64_t version = 0;
    int status = cli_number(cli, "if-match", 1, INT64_MAX, &version);
    if (version) {
        json_set(&cli->arena, command, TEXT("if_match"), json_integer(version));
    }
    return status;
}

static int run(struct cli *cli)
{
    struct json command;
    struct reply reply;
    const struct json *answer;
    act_begin(cli, &command);
    act_option(cli, &command, "of", "of");
    json_set(&cli->arena, &command, TEXT("event"), json_string(text_of(cli->operands.at[1])));
    int status = act_fields(cli, 2, &command);
    status = status == CLI_DONE ? read_override(cli, &command) : status;
    status = status == CLI_DONE ? read_if_match(cli, &command) : status;
    status = status == CLI_DONE && cli_switch(cli, "draft") ? draft_begin(cli, &command, true) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct text query = cli_switch(cli, "dry-run") ? TEXT("dry-run=1") : TEXT("");
    status = act_send(cli, case_path(cli, cli->operands.at[0], "/events"), query, &command, &reply, &answer);
    if (status != CLI_DONE) {
        return status;
    }
    return cli_switch(cli, "dry-run") ? act_say_dry(cli, &reply, answer) : act_say(cli, answer);
}

const struct cli_command send_command = {
    .name = "send",
    .summary = "tells a case that something happened",
    .usage = "CASE EVENT [field=value…] [--of ITEM] [--at TIME] [--override REASON] [--dry-run] [OPTIONS]",
    .about = "Each field=value answers a field of the event's form with a text; field:=JSON with what JSON "
             "says. A refusal lists all that is "
             "unmet, who can change it and what was seen; the exit status is then 1.",
    .options =
        (const struct cli_option[]){
            {"of", "ITEM", "which item of a list it is about, such as unborn/2; all without it"},
            {"override", "REASON", "let an exception through, with its reason"},
            {"until", "DATE", "how long the exception holds"},
            {"draft", NULL, "with what your draft of it holds; answers given here stand over it"},
            {"dry-run", NULL, "say what would happen, and change nothing"},
            {"if-match", "N", "only if the case still has this version"},
            ACT_OPTIONS,
            {0}},
    .examples =
        (const char *const[]){"caseway send C-17 engage --role lead",
                              "caseway send C-17 task.session.done attended=held --at 2026-03-02T10:00",
                              NULL},
    .least = 2,
    .most = 202,
    .run = run,
};
