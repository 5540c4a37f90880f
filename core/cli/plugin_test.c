/* `caseway plugin test`: runs tests in Lua, and shows where one does not hold what was expected beside what
 * was got. */
#include "cli/plugin.h"
#include "cli/sides.h"

enum { TEST_FILES_LIMIT = 100 /* of one plugin */ };

struct tally {
    struct cli *cli;
    bool json;
    size_t run, failed, errors;
};

/* --- saying --------------------------------------------------------------------------- */

static int line_of(const struct json *failures, uint32_t index)
{
    return (int)json_get_integer(&failures->elements[index], "line", 0);
}

/* Those from FROM on that are of one line of the test; gives where the next line's begin. */
static uint32_t say_failures(struct cli *cli, struct buffer *out, struct text file,
                             const struct json *failures, uint32_t from)
{
    struct sides sides = {0};
    int line = line_of(failures, from);
    struct text code = json_get_text(&failures->elements[from], "code");
    bool named = json_get_text(&failures->elements[from], "what").size > 0;
    buffer_printf(out, "  %.*s:%d: %.*s\n", TEXT_ARGS(file), line, TEXT_ARGS(code));
    sides_add(cli, &sides, named ? TEXT("what") : TEXT(""), TEXT("expected"), TEXT("got"));
    for (; from < failures->count && line_of(failures, from) == line; from++) {
        const struct json *failure = &failures->elements[from];
        sides_add(cli, &sides, json_get_text(failure, "what"), json_get_text(failure, "expected"),
                  json_get_text(failure, "got"));
    }
    sides_say(cli, &sides, out);
    return from;
}

static void say_test(struct tally *tally, const struct json *test)
{
    struct cli *cli = tally->cli;
    struct buffer out;
    bool ok = json_get_boolean(test, "ok", false);
    struct text title = json_get_text(test, "test"), file = json_get_text(test, "file");
    struct text error = json_get_text(test, "error"), place = json_get_text(test, "place");
    const struct json *failures = json_member_of(test, "failures");
    int line = (int)json_get_integer(test, "line", 0);
    tally->run += title.size > 0;
    tally->failed += !ok;
    if (tally->json) {
        cli_say_json(cli, test);
        return;
    }
    buffer_init(&out, &cli->arena);
    buffer_printf(&out, "%s  %.*s  (%.*s", ok ? "ok" : "failed", TEXT_ARGS(title.size ? title : TEXT("—")),
                  TEXT_ARGS(file));
    if (line) {
        buffer_printf(&out, ":%d", line);
    }
    buffer_string(&out, ")\n");
    if (error.size) {
        buffer_printf(&out, "  %.*s%s%.*s\n", TEXT_ARGS(place), place.size ? ": " : "", TEXT_ARGS(error));
    }
    for (uint32_t i = 0; failures && i < failures->count;) {
        i = say_failures(cli, &out, file, failures, i);
    }
    cli_put(cli, buffer_result(&out));
}

/* --- running ----------------------------------------------------------------------------- */

static int ask(struct tally *tally, struct sources *sources, struct json tests)
{
    struct cli *cli = tally->cli;
    struct reply reply;
    struct json body = json_object();
    json_set(&cli->arena, &body, TEXT("files"), sources->files);
    json_set(&cli->arena, &body, TEXT("tests"), tests);
    struct ask request = {
        .method = "POST", .path = TEXT("/v1/plugin-tests"), .body = json_to_text(&cli->arena, &body)};
    int status = cli_ask_well(cli, &request, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    sources_take_findings(cli, sources, &reply);
    if (sources->findings.errors) {
        cli_complain_text(cli, sources_findings_text(cli, sources, false));
    }
    tally->errors += sources->findings.errors;
    const struct json *told = json_member_of(&reply.body, "tests");
    for (uint32_t i = 0; told && told->type == JSON_ARRAY && i < told->count; i++) {
        say_test(tally, &told->elements[i]);
    }
    return CLI_DONE;
}

int plugin_add_tests(struct cli *cli, struct sources *sources, const char *folder, struct json *tests)
{
    const struct files *files = &cli->host->files;
    const char *place = sources_below(cli, folder, TEXT("tests"));
    struct files_list list = {0};
    struct error error;
    int status = CLI_DONE;
    if (sources_has(cli, place, true) &&
        files->list(files->self, &cli->arena, place, &list, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    for (size_t i = 0; i < list.list.count && status == CLI_DONE; i++) {
        const struct files_entry *entry = &list.list.at[i];
        if (entry->is_folder || !text_ends(entry->name, TEXT("_test.lua"))) {
            continue;
        }
        if (tests->count == TEST_FILES_LIMIT) {
            cli_complain(cli, "%s holds more than %d files of tests; the rest is left out", place,
                         TEST_FILES_LIMIT);
            return CLI_FAILED;
        }
        const char *path = sources_below(cli, place, entry->name);
        status = sources_add(cli, sources, path, true);
        json_append(&cli->arena, tests, json_string(text_of(path)));
    }
    return status;
}

static int test_plugin(struct tally *tally, const char *folder)
{
    struct cli *cli = tally->cli;
    struct sources sources;
    struct json tests = json_array();
    sources_init(cli, &sources);
    int status = plugin_gather(cli, &sources, folder);
    status = status == CLI_DONE ? plugin_add_tests(cli, &sources, folder, &tests) : status;
    if (status == CLI_DONE && tests.count == 0 && !tally->json) {
        cli_say(cli, "—  %.*s has no tests: they stand in %s/tests/NAME_test.lua\n",
                TEXT_ARGS(plugin_name(folder)), folder);
    }
    return status == CLI_DONE && tests.count ? ask(tally, &sources, tests) : status;
}

int plugin_test(struct cli *cli)
{
    struct plugin_folders folders = {0};
    struct tally tally = {.cli = cli, .json = cli_switch(cli, "json")};
    int status = plugin_find(cli, &folders);
    for (size_t i = 0; i < folders.list.count && status == CLI_DONE; i++) {
        status = test_plugin(&tally, folders.list.at[i]);
    }
    if (status != CLI_DONE) {
        return status;
    }
    if (!tally.json) {
        cli_say(cli, "%zu test%s, ", tally.run, tally.run == 1 ? "" : "s");
        cli_say(cli, tally.failed ? "%zu failed.\n" : "all hold.\n", tally.failed);
    }
    return tally.failed || tally.errors ? CLI_REFUSED : CLI_DONE;
}
