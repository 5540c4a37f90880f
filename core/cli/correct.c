/* `caseway correct` and `caseway undo`: the engine's own events `correct` and `undo`, as a worker types them,
 * and what follows from them. */
#include "cli/act.h"
#include "cli/putting.h"
#include "cli/rows.h"

enum { LOOK_BACK = 50 /* entries in which the new one is looked for: time may have added some since */ };

/* --- the command ------------------------------------------------------------------------- */

static int read_shared(struct cli *cli, struct json *command)
{
    int64_t version = 0;
    const char *reason = cli_option(cli, "override");
    *command = json_object();
    act_option(cli, command, "actor", "actor");
    act_option(cli, command, "role", "role");
    act_option(cli, command, "key", "key");
    if (reason) {
        struct json override = json_object();
        json_set(&cli->arena, &override, TEXT("reason"), json_string(text_of(reason)));
        json_set(&cli->arena, command, TEXT("override"), override);
    }
    int status = cli_number(cli, "if-match", 1, INT64_MAX, &version);
    if (version) {
        json_set(&cli->arena, command, TEXT("if_match"), json_integer(version));
    }
    return reason && !text_is_utf8(text_of(reason)) ? cli_wrong(cli, "an option is not UTF-8") : status;
}

/* What `correct` is told about entry OPERAND. */
static int read_correction(struct cli *cli, struct json *command)
{
    int64_t entry;
    static const char *const options[] = {"reason", "at", "to"};
    struct json data = json_object(), answers = json_object();
    if (!text_integer(text_of(cli->operands.at[1]), &entry) || entry < 1) {
        return cli_wrong(cli, "“%s” is no entry; `caseway history %s` tells their numbers",
                         cli->operands.at[1], cli->operands.at[0]);
    }
    int status = act_fields(cli, 2, &answers);
    const struct json *said = json_member_of(&answers, "data");
    json_set(&cli->arena, &data, TEXT("entry"), json_integer(entry));
    if (said) {
        json_set(&cli->arena, &data, TEXT("data"), *said);
    }
    for (size_t i = 0; status == CLI_DONE && i < sizeof options / sizeof *options; i++) {
        act_option(cli, &data, options[i], options[i]);
        if (!text_is_utf8(text_of(cli_option(cli, options[i])))) {
            status = cli_wrong(cli, "--%s is not UTF-8", options[i]);
        }
    }
    json_set(&cli->arena, command, TEXT("data"), data);
    return status;
}

/* --- what followed ------------------------------------------------------------------------ */

static void say_follows(struct cli *cli, const struct json *notes, const struct json *data,
                        const struct json *changes)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    print_correction(&out, notes, data);
    print_changes(&out, changes);
    cli_put(cli, buffer_result(&out));
}

/* The entry that was just made is in the history, as everybody will see it. */
static void say_entry(struct cli *cli, const struct json *answer)
{
    struct reply reply;
    struct ask ask = {.method = "GET",
                      .path = case_path(cli, cli->operands.at[0], "/history"),
                      .query = text_printf(&cli->arena, "limit=%d", LOOK_BACK)};
    int64_t version = json_get_integer(answer, "version", 0);
    bool good = cli_ask(cli, &ask, &reply) == CLI_DONE && reply_is_good(&reply);
    const struct json *rows = good ? reply_rows(&reply.body) : NULL;
    for (uint32_t i = 0; rows && i < rows->count; i++) {
        const struct json *row = &rows->elements[i];
        if (json_get_integer(row, "seq", 0) == version) {
            say_follows(cli, json_member_of(row, "notes"), json_member_of(row, "data"),
                        json_member_of(row, "changes"));
        }
    }
}

/* What would be impossible can be let go: say how. */
static void say_way_out(struct cli *cli, const struct json *answer)
{
    const struct json *unmet = json_member_of(answer, "unmet");
    for (uint32_t i = 0; unmet && unmet->type == JSON_ARRAY && i < unmet->count; i++) {
        const struct json *one = &unmet->elements[i];
        if (text_is(json_get_text(one, "code"), "story") && json_get_boolean(one, "override", false)) {
            cli_say(cli,
                    "With --override REASON such entries are let go: they count as made in error, too.\n");
            return;
        }
    }
}

static int send(struct cli *cli, const struct json *command)
{
    struct reply reply;
    const struct json *answer;
    bool dry = cli_switch(cli, "dry-run"), json = cli_switch(cli, "json");
    int status = act_send(cli, case_path(cli, cli->operands.at[0], "/events"),
                          dry ? TEXT("dry-run=1") : TEXT(""), command, &reply, &answer);
    if (status != CLI_DONE) {
        return status;
    }
    bool done = text_is(json_get_text(answer, "outcome"), "done");
    status = dry ? act_say_dry(cli, &reply, answer) : act_say(cli, answer);
    if (json) {
        return status;
    }
    if (done && dry) {
        say_follows(cli, json_member_of(json_member_of(&reply.body, "details"), "notes"),
                    json_member_of(command, "data"), NULL);
    } else if (done) {
        say_entry(cli, answer);
    } else {
        say_way_out(cli, answer);
    }
    return status;
}

static int run_correct(struct cli *cli)
{
    struct json command;
    int status = read_shared(cli, &command);
    json_set(&cli->arena, &command, TEXT("event"), json_string(TEXT("correct")));
    status = status == CLI_DONE ? read_correction(cli, &command) : status;
    return status == CLI_DONE ? send(cli, &command) : status;
}

static int run_undo(struct cli *cli)
{
    struct json command, data = json_object();
    int status = read_shared(cli, &command);
    json_set(&cli->arena, &command, TEXT("event"), json_string(TEXT("undo")));
    act_option(cli, &data, "reason", "reason");
    if (data.count) {
        json_set(&cli->arena, &command, TEXT("data"), data);
    }
    if (!text_is_utf8(text_of(cli_option(cli, "reason")))) {
        return cli_wrong(cli, "--reason is not UTF-8");
    }
    return status == CLI_DONE ? send(cli, &command) : status;
}

#define CORRECT_OPTIONS                                                                                      \
    {"override", "REASON", "let later entries go that would not have been possible then"},                   \
        {"dry-run", NULL, "say what would follow, and change nothing"},                                      \
        {"if-match", "N", "only if the case still has this version"},                                        \
        {"actor", "USER", "who does it; you, without it"},                                                   \
        {"role", "R", "the one role to act in; all you have, without it"},                                   \
        {"key", "K", "makes a repeat harmless: the same key gives the first answer again"},                  \
    {                                                                                                        \
        "json", NULL, "the answer as JSON"                                                                   \
    }

const struct cli_command correct_command = {
    .name = "correct",
    .summary = "puts an entry of the history right",
    .usage =
        "CASE ENTRY [field=value…] --reason WORDS [--at TIME] [--to CASE] [--override REASON] [--dry-run] "
        "[OPTIONS]",
    .about =
        "ENTRY is its number in `caseway history CASE`. Without anything else it was made in error, and "
        "the case stands as it would without it. field=value gives it other answers, --at another time; "
        "--to tells it to the case that it belongs to. Nothing is rewritten: the history shows both, and a "
        "correction can be corrected itself. Messages that have left are named, and not called back.",
    .options = (const struct cli_option[]){{"reason", "WORDS", "why"},
                                           {"at", "TIME", "when it really happened"},
                                           {"to", "CASE", "the case that it belongs to"},
                                           CORRECT_OPTIONS,
                                           {0}},
    .examples = (const char *const[]){"caseway correct C-17 7 --reason \"Another parent's visit\" --dry-run",
                                      "caseway correct C-17 7 expected_date=2026-09-01 --reason \"Misread\"",
                                      "caseway correct C-17 7 --to C-18 --reason \"The wrong file\"", NULL},
    .least = 2,
    .most = 202,
    .run = run_correct,
};

const struct cli_command undo_command = {
    .name = "undo",
    .summary = "takes back the last step by which somebody moved a case",
    .usage = "CASE [--reason WORDS] [--override REASON] [--dry-run] [OPTIONS]",
    .about = "The last entry by which a person moved the case counts as made in error, as `caseway correct` "
             "would have it. --dry-run says which one that is, and what follows.",
    .options = (const struct cli_option[]){{"reason", "WORDS", "why"}, CORRECT_OPTIONS, {0}},
    .examples = (const char *const[]){"caseway undo C-17 --dry-run", NULL},
    .least = 1,
    .most = 1,
    .run = run_undo,
};
