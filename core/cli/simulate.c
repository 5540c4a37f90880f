/* `caseway simulate`: a workflow in memory, under a clock of its own; a line in, an answer out, so that a
 * program at the other end of a pipe can talk with it. */
#include "cli/lines.h"
#include "cli/print.h"
#include "cli/sources.h"

#include <errno.h>
#include <string.h>

struct talk {
    struct cli *cli;
    struct text path;   /* of the simulation: "/v1/simulations/ID" */
    struct arena arena; /* as long as a line */
    bool json;
};

/* --- the beginning ------------------------------------------------------------------- */

static void set_option(struct cli *cli, struct json *body, const char *name)
{
    const char *value = cli_option(cli, name);
    if (value) {
        json_set(&cli->arena, body, text_of(name), json_string(text_of(value)));
    }
}

/* Sends the files; PATH is then the simulation's. */
static int begin(struct cli *cli, struct text *path)
{
    struct sources sources;
    struct reply reply;
    const char *workflow = cli->operands.at[0];
    sources_init(cli, &sources);
    int status = sources_add(cli, &sources, workflow, true);
    if (status == CLI_DONE) {
        status = sources_add_nearest(cli, &sources, workflow, "plugins");
    }
    if (status != CLI_DONE) {
        return status;
    }
    if (sources.findings.errors) {
        cli_complain_text(cli, sources_findings_text(cli, &sources, false));
        return CLI_REFUSED;
    }
    struct json body = json_object();
    json_set(&cli->arena, &body, TEXT("files"), sources.files);
    json_set(&cli->arena, &body, TEXT("workflow"), json_string(text_of(workflow)));
    set_option(cli, &body, "area");
    set_option(cli, &body, "at");
    status = cli_ask(cli,
                     &(struct ask){.method = "POST",
                                   .path = TEXT("/v1/simulations"),
                                   .body = json_to_text(&cli->arena, &body)},
                     &reply);
    if (status != CLI_DONE) {
        return status;
    }
    sources_take_findings(cli, &sources, &reply);
    cli_complain_text(cli, sources_findings_text(cli, &sources, false));
    if (!reply_is_good(&reply)) {
        return sources.findings.errors ? CLI_REFUSED : cli_say_problem(cli, &reply);
    }
    *path = reply.location.size ? reply.location
                                : text_printf(&cli->arena, "/v1/simulations/%.*s",
                                              TEXT_ARGS(json_get_text(&reply.body, "simulation")));
    return CLI_DONE;
}

/* --- the talk -------------------------------------------------------------------------- */

static void say_answer(struct talk *talk, struct text line)
{
    struct json answer;
    if (talk->json || json_read(&talk->arena, line, &answer, NULL) != STATUS_OK) {
        cli_put(talk->cli, line);
        cli_put(talk->cli, TEXT("\n"));
        return;
    }
    struct text wait = json_get_text(&answer, "wait"), event = json_get_text(&answer, "event");
    struct text what = wait.size    ? text_printf(&talk->arena, "wait %.*s", TEXT_ARGS(wait))
                       : event.size ? event
                                    : TEXT("start");
    struct buffer out;
    buffer_init(&out, &talk->arena);
    buffer_printf(&out, "%.*s  %.*s: ", TEXT_ARGS(json_get_text(&answer, "now")), TEXT_ARGS(what));
    print_outcome(&out, &answer);
    print_unmet(talk->cli, &out, &answer);
    cli_put(talk->cli, buffer_result(&out));
}

/* Sends LINE, or the end of all lines when it is empty, and says what came back. */
static int post(struct talk *talk, struct text line)
{
    struct reply reply;
    int status = cli_ask_well(talk->cli,
                              &(struct ask){.method = "POST",
                                            .path = talk->path,
                                            .body = line,
                                            .content_type = TEXT("application/x-ndjson"),
                                            .arena = &talk->arena},
                              &reply);
    struct text rest = reply.text, answer;
    while (status == CLI_DONE && rest.size && text_split(&rest, '\n', &answer)) {
        if (answer.size) {
            say_answer(talk, answer);
        }
    }
    fflush(talk->cli->host->out);
    return status;
}

static void say_too_long(struct talk *talk)
{
    say_answer(
        talk,
        text_printf(&talk->arena,
                    "{\"error\":\"the line is longer than %d bytes\",\"event\":null,\"outcome\":\"failed\"}",
                    LINE_LIMIT));
    fflush(talk->cli->host->out);
}

static int talk_on(struct talk *talk, FILE *in)
{
    struct line_reader reader;
    struct text line;
    bool too_long, any = false;
    int status = CLI_DONE;
    lines_begin(&reader, in);
    while (status == CLI_DONE && lines_next(&reader, &line, &too_long)) {
        arena_reset(&talk->arena);
        if (!too_long) {
            any = true;
            status = post(talk, line);
        } else {
            say_too_long(talk);
        }
    }
    if (status == CLI_DONE && !any) {
        status = post(talk, TEXT(""));
    }
    if (status == CLI_DONE && ferror(in)) {
        cli_complain(talk->cli, "the events cannot be read: %s", strerror(errno));
        status = CLI_FAILED;
    }
    lines_end(&reader);
    return status == CLI_REFUSED ? CLI_FAILED : status;
}

static int open_events(struct cli *cli, FILE **in)
{
    const char *events = cli_option(cli, "events");
    *in = cli->host->in;
    if (!events || text_is(text_of(events), "-")) {
        return CLI_DONE;
    }
    *in = cli->host->open_file(cli->host->self, events, "r");
    if (!*in) {
        cli_complain(cli, "%s cannot be read: %s", events, strerror(errno));
        return CLI_FAILED;
    }
    return CLI_DONE;
}

static int run(struct cli *cli)
{
    struct talk talk = {.cli = cli, .json = cli_switch(cli, "json")};
    struct reply reply;
    FILE *in;
    int status = open_events(cli, &in);
    if (status != CLI_DONE) {
        return status;
    }
    arena_init(&talk.arena);
    status = begin(cli, &talk.path);
    if (status == CLI_DONE) {
        status = talk_on(&talk, in);
        cli_ask(cli, &(struct ask){.method = "DELETE", .path = talk.path}, &reply);
    }
    arena_deinit(&talk.arena);
    if (in != cli->host->in) {
        fclose(in);
    }
    return status;
}

const struct cli_command simulate_command = {
    .name = "simulate",
    .summary = "runs a workflow in memory, with a clock of its own",
    .usage = "WORKFLOW.yaml [--events FILE] [--area A] [--at TIME] [--json]",
    .about = "Reads one command a line, as JSON, from FILE or standard input, and answers each line as it "
             "comes. {\"wait\": \"3 months\"} moves "
             "the clock on; so does an “at” that is still to come. The case opens by itself, with no data, "
             "unless the first line is an “open”; so the "
             "start is answered with the first line. A command without “case” is for the case that was "
             "opened last; without “role” it may do all.\n"
             "Plugins come from the nearest plugins/ above the workflow. No site is needed, and nothing is "
             "kept. The exit status is 0 whatever the "
             "answers are, and 1 when the workflow cannot be read.",
    .options = (const struct cli_option[]){{"events", "FILE", "the commands; standard input without it"},
                                           {"area", "A", "the area of the cases: whose rules hold"},
                                           {"at", "TIME", "where the clock begins; now without it"},
                                           {"json", NULL, "one answer a line, as JSON"},
                                           {0}},
    .examples =
        (const char *const[]){
            "caseway simulate workflows/action-for-change/workflow.yaml --events visits.jsonl",
            "echo '{\"event\": \"engage\"}' | caseway simulate small.yaml --at 2026-03-02T10:00 --json",
            NULL},
    .least = 1,
    .most = 1,
    .run = run,
};
