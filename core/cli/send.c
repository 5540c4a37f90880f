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

static int wrong_task(struct cli *cli, const char *option)
{
    return cli_wrong(cli,
                     "“%s” settles no task; write NAME=HOW:REASON, where HOW is done, cancelled, "
                     "handed-on or 'handed-on to WHOM', or NAME.FIELD=VALUE",
                     option);
}

static void set_text(struct cli *cli, struct json *object, const char *name, struct text value)
{
    json_set(&cli->arena, object, text_of(name), json_string(value));
}

/* "done:REASON", "handed-on to WHOM:REASON"; WORK is how one task is settled. */
static bool read_how(struct cli *cli, struct text said, struct json *work)
{
    struct text how = text_trim(text_part(said, 0, text_find(said, ':'))), to = TEXT("handed-on to ");
    struct text reason = text_trim(text_part(said, text_find(said, ':') + 1, SIZE_MAX));
    if (reason.size == 0 || json_member_of(work, "how")) {
        return false;
    }
    if (text_starts(how, to)) {
        set_text(cli, work, "to", text_trim(text_part(how, to.size, SIZE_MAX)));
        how = TEXT("handed-on");
    }
    set_text(cli, work, "how", how);
    set_text(cli, work, "reason", reason);
    return true;
}

static bool read_answer(struct cli *cli, struct text field, struct text value, struct json *work)
{
    const struct json *said = json_member_of(work, "data");
    struct json data = said ? *said : json_object();
    if (field.size == 0 || json_get(&data, field)) {
        return false;
    }
    json_set(&cli->arena, &data, field, json_string(value));
    json_set(&cli->arena, work, TEXT("data"), data);
    return true;
}

/* Each `--task NAME=HOW:REASON` or `--task NAME.FIELD=VALUE`. */
static int read_tasks(struct cli *cli, struct json *command)
{
    struct json tasks = json_object();
    const char *option;
    for (size_t from = 0; (option = cli_option_next(cli, "task", &from));) {
        struct text whole = text_of(option), path = text_part(whole, 0, text_find(whole, '='));
        struct text said = text_part(whole, path.size + 1, SIZE_MAX);
        struct text name = text_part(path, 0, text_find(path, '.'));
        struct text field = text_part(path, name.size + 1, SIZE_MAX);
        const struct json *known = json_get(&tasks, name);
        struct json work = known ? *known : json_object();
        bool good =
            name.size && path.size < whole.size && text_is_utf8(whole) &&
            (name.size < path.size ? read_answer(cli, field, said, &work) : read_how(cli, said, &work));
        if (!good) {
            return wrong_task(cli, option);
        }
        json_set(&cli->arena, &tasks, name, work);
    }
    if (tasks.count) {
        json_set(&cli->arena, command, TEXT("tasks"), tasks);
    }
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
    status = status == CLI_DONE ? read_tasks(cli, &command) : status;
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
    .about =
        "Each field=value answers a field of the event's form with a text; field:=JSON with what JSON "
        "says. A refusal lists all that is "
        "unmet, who can change it and what was seen; the exit status is then 1. HOW a task is settled is "
        "done, cancelled, handed-on or 'handed-on to WHOM'; --task NAME.FIELD=VALUE answers its form.",
    .repeats = "task",
    .options =
        (const struct cli_option[]){
            {"of", "ITEM", "which item of a list it is about, such as unborn/2; all without it"},
            {"task", "NAME=HOW:REASON",
             "settle an open task that the event asks about; may be given several times"},
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
                              "caseway send C-17 end outcome=planned --task 'goals=cancelled:She moved away'",
                              NULL},
    .least = 2,
    .most = 202,
    .run = run,
};
