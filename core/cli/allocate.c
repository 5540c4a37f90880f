/* `caseway allocate`: who works on a case. */
#include "cli/act.h"

static int run(struct cli *cli)
{
    struct json command, data = json_object();
    struct reply reply;
    const struct json *answer;
    bool nobody = cli_switch(cli, "nobody");
    if (nobody == (cli->operands.count == 2)) {
        return cli_wrong(cli, "allocate wants a WORKER, or --nobody");
    }
    const char *worker = nobody ? NULL : cli->operands.at[1];
    if (!text_is_utf8(text_of(worker))) {
        return cli_wrong(cli, "the worker's name is not UTF-8");
    }
    act_begin(cli, &command);
    json_set(&cli->arena, &data, TEXT("worker"), nobody ? json_null() : json_string(text_of(worker)));
    json_set(&cli->arena, &command, TEXT("event"), json_string(TEXT("allocate")));
    json_set(&cli->arena, &command, TEXT("data"), data);
    int status = act_send(cli, case_path(cli, cli->operands.at[0], "/events"), (struct text){0}, &command,
                          &reply, &answer);
    if (status != CLI_DONE) {
        return status;
    }
    bool done = text_is(json_get_text(answer, "outcome"), "done");
    if (!done || cli_switch(cli, "json")) {
        return act_say(cli, answer);
    }
    if (nobody) {
        cli_say(cli, "done: nobody works on %s now.\n", cli->operands.at[0]);
    } else {
        cli_say(cli, "done: %s works on %s now.\n", worker, cli->operands.at[0]);
    }
    return CLI_DONE;
}

const struct cli_command allocate_command = {
    .name = "allocate",
    .summary = "says who works on a case",
    .usage = "CASE WORKER [OPTIONS]\nCASE --nobody [OPTIONS]",
    .options =
        (const struct cli_option[]){{"nobody", NULL, "take the case from whoever has it"}, ACT_OPTIONS, {0}},
    .examples =
        (const char *const[]){"caseway allocate C-17 worker-3", "caseway allocate C-17 --nobody", NULL},
    .least = 1,
    .most = 2,
    .run = run,
};
