/* `caseway plugin check`: what is wrong with plugins, as `caseway check` finds it; and what luacheck finds in
 * their code and tests, where that is installed. */
#include "cli/plugin.h"

#include "workbench/check.h"

#include <string.h>

enum {
    LINT_MILLISECONDS = 10000,
    LINT_BYTES = 256 * 1024, /* of what luacheck prints */
    LINT_ARGUMENTS = 256
};

struct linting {
    struct cli *cli;
    struct sources *sources;
    const struct json *names; /* that a plugin may read; NULL: nobody knows */
    bool missing;
};

/* --- luacheck --------------------------------------------------------------------------- */

static struct text source_line(struct text code, uint32_t number)
{
    struct text line = {0};
    while (number-- > 0 && text_split(&code, '\n', &line)) {
    }
    return line;
}

/* The number at the front of REST, and the colon behind it, taken off. */
static uint32_t take_number(struct text *rest)
{
    int64_t number = 0;
    size_t colon = text_find(*rest, ':');
    bool good = text_integer(text_part(*rest, 0, colon), &number) && number > 0 && number < UINT32_MAX;
    *rest = text_part(*rest, colon < rest->size ? colon + 1 : colon, rest->size);
    return good ? (uint32_t)number : 0;
}

/* "FILE:12:5: (W113) accessing undefined variable 'x'". What begins with E is a fault of syntax, which the
 * plugin's own check has told. */
static void take_line(struct linting *linting, const char *path, struct text line)
{
    struct text rest = text_trim(line), file = text_of(path);
    if (!text_starts(rest, file) || rest.size <= file.size || rest.at[file.size] != ':') {
        return;
    }
    rest = text_part(rest, file.size + 1, rest.size);
    struct place place = {.line = take_number(&rest)};
    place.column = take_number(&rest);
    rest = text_trim(rest);
    if (place.line == 0 || !text_starts(rest, TEXT("(W"))) {
        return;
    }
    size_t close = text_find(rest, ')');
    struct arena *arena = &linting->cli->arena;
    struct text code = json_text(json_get(&linting->sources->files, file));
    struct finding finding = {
        .severity = SEVERITY_WARNING,
        .file = file,
        .place = place,
        .message = text_trim(text_part(rest, close + 1, rest.size)),
        .hint = text_printf(arena, "luacheck's rule %.*s", (int)(close > 1 ? close - 1 : 0), rest.at + 1),
        .source = source_line(code, place.line),
    };
    findings_add(&linting->sources->findings, &finding);
}

/* The command line, up to NULL; the names before the file. */
static void make_arguments(struct linting *linting, const char *path, const char **argv)
{
    static const char *const front[] = {"luacheck", "--no-config", "--no-cache", "--no-color",
                                        "--codes",  "--formatter", "plain",      "--no-unused-args",
                                        "--std",    "none",        "--globals",  "test",
                                        "expect",   "a_case",      "at",         "wait"};
    size_t count = sizeof front / sizeof *front;
    bool is_test = text_ends(text_of(path), TEXT("_test.lua"));
    memcpy(argv, front, sizeof front);
    count -= is_test ? 0 : 6; /* without --globals and what stands behind it */
    argv[count++] = "--read-globals";
    for (uint32_t i = 0; i < linting->names->count && count < LINT_ARGUMENTS - 3; i++) {
        struct text name = json_text(&linting->names->elements[i]);
        argv[count++] = text_copy(&linting->cli->arena, name).at;
    }
    argv[count++] = "--";
    argv[count++] = path;
    argv[count] = NULL;
}

static void lint_file(struct linting *linting, const char *path)
{
    struct cli *cli = linting->cli;
    const char *argv[LINT_ARGUMENTS];
    struct text out, line;
    struct error error;
    make_arguments(linting, path, argv);
    enum status status =
        cli->host->run_tool(cli->host->self, &cli->arena, argv, LINT_MILLISECONDS, LINT_BYTES, &out, &error);
    linting->missing = status == STATUS_NOT_FOUND;
    if (status != STATUS_OK && !linting->missing) {
        cli_complain(cli, "%s; %s was not looked at by it", error.message, path);
    }
    while (status == STATUS_OK && out.size && text_split(&out, '\n', &line)) {
        take_line(linting, path, line);
    }
}

static void lint_all(struct linting *linting)
{
    for (uint32_t i = 0; i < linting->sources->files.count && !linting->missing; i++) {
        struct text path = linting->sources->files.members[i].name;
        if (text_ends(path, TEXT(".lua")) && map_get(&linting->sources->named, path) != MAP_NONE) {
            lint_file(linting, text_copy(&linting->cli->arena, path).at);
        }
    }
}

/* --- the check ------------------------------------------------------------------------------ */

static int ask(struct cli *cli, struct sources *sources, const struct json *tests, struct reply *reply)
{
    struct json body = json_object(), files = json_shallow(&cli->arena, sources->files);
    for (uint32_t i = 0; i < tests->count; i++) {
        json_unset(&files, json_text(&tests->elements[i]));
    }
    json_set(&cli->arena, &body, TEXT("files"), files);
    json_set(&cli->arena, &body, TEXT("names"), json_boolean(true));
    struct ask request = {
        .method = "POST", .path = TEXT("/v1/checks"), .body = json_to_text(&cli->arena, &body)};
    int status = cli_ask_well(cli, &request, reply);
    if (status == CLI_DONE) {
        sources_take_findings(cli, sources, reply);
    }
    return status;
}

static void say_summary(struct cli *cli, const struct plugin_folders *folders, const struct sources *sources,
                        const struct linting *linting)
{
    const struct findings *findings = &sources->findings;
    size_t count = folders->list.count;
    cli_say(cli, "%zu plugin%s", count, count == 1 ? "" : "s");
    if (findings->errors + findings->warnings == 0) {
        cli_say(cli, ", nothing wrong.\n");
    } else {
        cli_say(cli, ": %zu error%s, %zu warning%s.\n", findings->errors, findings->errors == 1 ? "" : "s",
                findings->warnings, findings->warnings == 1 ? "" : "s");
    }
    if (linting->missing) {
        cli_complain(cli, "luacheck is not installed, so its rules were left out; it is in the package "
                          "lua-check");
    }
}

int plugin_check(struct cli *cli)
{
    struct plugin_folders folders = {0};
    struct sources sources;
    struct reply reply;
    struct json tests = json_array();
    sources_init(cli, &sources);
    int status = plugin_find(cli, &folders);
    for (size_t i = 0; i < folders.list.count && status == CLI_DONE; i++) {
        status = plugin_gather(cli, &sources, folders.list.at[i]);
        if (status == CLI_DONE) {
            status = plugin_add_tests(cli, &sources, folders.list.at[i], &tests);
        }
    }
    status = status == CLI_DONE ? ask(cli, &sources, &tests, &reply) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct linting linting = {cli, &sources, json_member_of(&reply.body, "names"), false};
    if (linting.names) {
        lint_all(&linting);
    }
    cli_put(cli, sources_findings_text(cli, &sources, cli_switch(cli, "json")));
    if (!cli_switch(cli, "json")) {
        say_summary(cli, &folders, &sources, &linting);
    }
    return sources.findings.errors ? CLI_REFUSED : CLI_DONE;
}
