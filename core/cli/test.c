/* `caseway test`: tells scenarios and says whether each holds; where it does not, how what stood differs from
 * what was expected, side by side. */
#include "cli/sides.h"
#include "cli/stories.h"

struct tally {
    struct cli *cli;
    bool json, verbose;
    size_t told, failed;
    size_t errors; /* of files that are no scenarios */
};

static struct text cell(const struct json *failure, const char *name)
{
    struct text text = text_trim(json_get_text(failure, name));
    return text.size ? text : TEXT("none");
}

static void say_differences(struct cli *cli, struct buffer *out, const struct json *failures)
{
    struct sides sides = {0};
    sides_add(cli, &sides, TEXT("what"), TEXT("expected"), TEXT("stood"));
    for (uint32_t i = 0; i < failures->count; i++) {
        const struct json *one = &failures->elements[i];
        sides_add(cli, &sides, cell(one, "what"), cell(one, "expected"), cell(one, "stood"));
    }
    sides_say(cli, &sides, out);
}

/* --- a scenario ------------------------------------------------------------------------------ */

static void say_told(struct buffer *out, const struct json *told)
{
    for (uint32_t i = 0; told && told->type == JSON_ARRAY && i < told->count; i++) {
        const struct json *step = &told->elements[i];
        struct text sentence = json_get_text(step, "sentence"), event = json_get_text(step, "event");
        buffer_printf(out, "  %.*s", TEXT_ARGS(json_get_text(step, "now")));
        if (sentence.size) {
            buffer_printf(out, "  %.*s", TEXT_ARGS(sentence));
        }
        if (event.size) {
            buffer_printf(out, "  (%.*s: %.*s)", TEXT_ARGS(event), TEXT_ARGS(json_get_text(step, "outcome")));
        }
        buffer_byte(out, '\n');
    }
}

static void say_failure(struct cli *cli, struct buffer *out, const struct json *answer)
{
    const struct json *failures = json_member_of(answer, "failures");
    struct text error = json_get_text(answer, "error"), file = json_get_text(answer, "file");
    if (error.size) {
        buffer_printf(out, "  %.*s: %.*s\n", TEXT_ARGS(file), TEXT_ARGS(error));
    }
    if (!failures || failures->type != JSON_ARRAY || failures->count == 0) {
        return;
    }
    struct text sentence = json_get_text(&failures->elements[0], "sentence");
    buffer_printf(out, "  %.*s:%d%s%.*s\n", TEXT_ARGS(file),
                  (int)json_get_integer(&failures->elements[0], "line", 0), sentence.size ? ": " : "",
                  TEXT_ARGS(sentence));
    say_differences(cli, out, failures);
}

static void say_scenario(struct tally *tally, const struct json *answer)
{
    struct cli *cli = tally->cli;
    struct buffer out;
    bool ok = json_get_boolean(answer, "ok", false);
    int steps = (int)json_get_integer(answer, "steps", 0);
    struct text title = json_get_text(answer, "scenario"), file = json_get_text(answer, "file");
    tally->told++;
    tally->failed += !ok;
    if (tally->json) {
        cli_say_json(cli, answer);
        return;
    }
    buffer_init(&out, &cli->arena);
    buffer_printf(&out, "%s  %.*s  (%.*s", ok ? "ok" : "failed", TEXT_ARGS(title.size ? title : TEXT("—")),
                  TEXT_ARGS(file));
    if (json_get_text(answer, "error").size == 0) {
        buffer_printf(&out, ", %d step%s", steps, steps == 1 ? "" : "s");
    }
    buffer_string(&out, ")\n");
    say_told(&out, json_member_of(answer, "told"));
    say_failure(cli, &out, answer);
    cli_put(cli, buffer_result(&out));
}

/* --- folder by folder ---------------------------------------------------------------------------- */

static int ask(struct tally *tally, struct sources *sources, struct json wanted, bool alone)
{
    struct cli *cli = tally->cli;
    struct reply reply;
    struct json body = json_object();
    json_set(&cli->arena, &body, TEXT("files"), sources->files);
    json_set(&cli->arena, &body, TEXT("scenarios"), wanted);
    json_set(&cli->arena, &body, TEXT("shipped"), json_boolean(alone));
    json_set(&cli->arena, &body, TEXT("verbose"), json_boolean(tally->verbose));
    struct ask request = {
        .method = "POST", .path = TEXT("/v1/scenarios"), .body = json_to_text(&cli->arena, &body)};
    int status = cli_ask_well(cli, &request, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    sources_take_findings(cli, sources, &reply);
    cli_complain_text(cli, sources_findings_text(cli, sources, false));
    tally->errors += sources->findings.errors;
    const struct json *told = json_member_of(&reply.body, "scenarios");
    for (uint32_t i = 0; told && told->type == JSON_ARRAY && i < told->count; i++) {
        say_scenario(tally, &told->elements[i]);
    }
    return CLI_DONE;
}

/* The scenarios of one folder, among those that were found. */
static int tell_folder(struct tally *tally, const struct story_files *stories, const char *folder)
{
    struct cli *cli = tally->cli;
    struct sources sources;
    struct json wanted = json_array();
    sources_init(cli, &sources);
    bool alone = false;
    int status = CLI_DONE;
    for (size_t i = 0; i < stories->list.count && status == CLI_DONE; i++) {
        struct text file = stories->list.at[i];
        if (text_is(text_of(stories_folder(cli, file)), folder)) {
            status = sources_add(cli, &sources, file.at, true);
            json_append(&cli->arena, &wanted, json_string(file));
        }
    }
    status = status == CLI_DONE ? stories_add_context(cli, &sources, stories, folder, &alone) : status;
    return status == CLI_DONE ? ask(tally, &sources, wanted, alone) : status;
}

static int tell_all(struct tally *tally, const struct story_files *stories)
{
    struct cli *cli = tally->cli;
    int status = CLI_DONE;
    for (size_t i = 0; i < stories->list.count && status == CLI_DONE; i++) {
        const char *folder = stories_folder(cli, stories->list.at[i]);
        bool before = false;
        for (size_t k = 0; k < i && !before; k++) {
            before = text_is(text_of(stories_folder(cli, stories->list.at[k])), folder);
        }
        status = before ? CLI_DONE : tell_folder(tally, stories, folder);
    }
    return status;
}

/* --- the run --------------------------------------------------------------------------------------- */

/* Where scenarios are looked for when nobody says: the site's workflows, else the folder itself. */
static const char *usual_place(struct cli *cli)
{
    const char *workflows = sources_below(cli, cli->site, TEXT("workflows"));
    return sources_has(cli, workflows, true) ? workflows : cli->site;
}

static int find_all(struct cli *cli, struct story_files *stories)
{
    int status = CLI_DONE;
    if (cli->operands.count == 0) {
        status = stories_find(cli, stories, usual_place(cli));
    }
    for (size_t i = 0; i < cli->operands.count && status == CLI_DONE; i++) {
        status = stories_find(cli, stories, cli->operands.at[i]);
    }
    if (status != CLI_DONE || stories->list.count) {
        return status;
    }
    struct buffer places;
    buffer_init(&places, &cli->arena);
    for (size_t i = 0; i < cli->operands.count; i++) {
        buffer_printf(&places, "%s%s", i ? ", " : "", cli->operands.at[i]);
    }
    if (cli->operands.count == 0) {
        buffer_string(&places, usual_place(cli));
    }
    cli_complain(cli, "there are no scenarios in %.*s: files that begin with “scenario: …” are looked for",
                 TEXT_ARGS(buffer_result(&places)));
    return CLI_REFUSED;
}

static int run(struct cli *cli)
{
    struct story_files stories = {0};
    struct tally tally = {.cli = cli, .json = cli_switch(cli, "json"), .verbose = cli_switch(cli, "verbose")};
    int status = find_all(cli, &stories);
    if (status == CLI_DONE) {
        status = tell_all(&tally, &stories);
    }
    if (status != CLI_DONE) {
        return status;
    }
    if (!tally.json) {
        cli_say(cli, "%zu scenario%s, ", tally.told, tally.told == 1 ? "" : "s");
        cli_say(cli, tally.failed ? "%zu failed.\n" : "all hold.\n", tally.failed);
    }
    return tally.failed || tally.errors ? CLI_REFUSED : CLI_DONE;
}

const struct cli_command test_command = {
    .name = "test",
    .summary = "tells scenarios, and says whether they hold",
    .usage = "[PATH…] [--json] [--verbose]",
    .about = "A scenario is a story of a case in YAML: what happens, step by step, and what must hold after "
             "each. PATH is one, or a folder in which they are looked for; without it, the site's workflows. "
             "Each is told in memory, with a clock of its own.\n"
             "The workflow is the nearest of its name above the scenario; plugins and calendars are the "
             "nearest too, else the site's, else those that are shipped. No site is needed. The exit status "
             "is 1 when a scenario does "
             "not hold or cannot be read.",
    .options = (const struct cli_option[]){{"json", NULL, "one scenario a line, as JSON"},
                                           {"verbose", NULL, "tells each step"},
                                           {0}},
    .examples =
        (const char *const[]){"caseway test", "caseway test workflows/action-for-change",
                              "caseway test --verbose workflows/action-for-change/scenarios/lost.yaml", NULL},
    .most = 64,
    .run = run,
};
