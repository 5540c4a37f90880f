/* `caseway plugin new`: a plugin's folder, whole: manifest, code, README and a test that passes. */
#include "cli/plugin.h"
#include "cli/plugin_words.h"

#include "definition/node.h"
#include "workbench/check.h"

enum { NAME_LIMIT = 64 };

static bool is_name(struct text name)
{
    bool good = name.size && name.size <= NAME_LIMIT && name.at[0] >= 'a' && name.at[0] <= 'z';
    for (size_t i = 0; good && i < name.size; i++) {
        char c = name.at[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
    return good;
}

/* The first workflow of the site's, people's aside, so that the files fit it; NULL: none can be read. */
static const struct definition *find_workflow(struct cli *cli)
{
    struct sources sources;
    struct findings findings;
    const char *folder = sources_below(cli, cli->site, TEXT("workflows"));
    sources_init(cli, &sources);
    findings_init(&findings, &cli->arena);
    if (!sources_has(cli, folder, true) || sources_add(cli, &sources, folder, false) != CLI_DONE) {
        return NULL;
    }
    for (uint32_t i = 0; i < sources.files.count; i++) {
        struct text content = json_text(&sources.files.members[i].value);
        struct source source = {sources.files.members[i].name, content, &findings};
        const struct node *root = node_read(&cli->arena, &source);
        if (!root || !node_get(root, "workflow")) {
            continue;
        }
        const struct definition *definition = definition_read(&cli->arena, root, &source);
        if (definition && !text_is(definition->name, "person")) {
            return definition;
        }
    }
    return NULL;
}

static int write_file(struct cli *cli, const char *path, struct text content)
{
    const struct files *files = &cli->host->files;
    struct error error;
    if (content.size == 0) {
        return CLI_DONE;
    }
    enum status status = files->make_folder(files->self, sources_above(cli, path), &error);
    if (status == STATUS_OK) {
        status = files->write(files->self, path, content, 0644, &error);
    }
    if (status != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    cli_say(cli, "  %s\n", path);
    return CLI_DONE;
}

static int write_all(struct cli *cli, const char *folder, const struct plugin_words *words)
{
    struct arena *arena = &cli->arena;
    struct text name = words->name;
    const struct {
        const char *path;
        struct text content;
    } all[] = {
        {"manifest.yaml", plugin_words_manifest(arena, words)},
        {"init.lua", plugin_words_code(arena, words)},
        {arena_printf(arena, "calendars/%.*s.yaml", TEXT_ARGS(name)), plugin_words_calendar(arena, words)},
        {"README.md", plugin_words_readme(arena, words)},
        {arena_printf(arena, "tests/%.*s_test.lua", TEXT_ARGS(name)), plugin_words_test(arena, words)},
    };
    int status = CLI_DONE;
    for (size_t i = 0; i < sizeof all / sizeof *all && status == CLI_DONE; i++) {
        status = write_file(cli, sources_below(cli, folder, text_of(all[i].path)), all[i].content);
    }
    return status;
}

static int find_kind(struct cli *cli, enum plugin_kind *kind)
{
    const char *named = cli_option(cli, "kind");
    struct text name = named ? text_of(named) : TEXT("rule"), names[KIND_COUNT];
    *kind = plugin_kind_of(name);
    if (*kind < KIND_COUNT) {
        return CLI_DONE;
    }
    if (text_is(name, "channel")) {
        return cli_wrong(
            cli, "plugins cannot have a channel yet: messages are written to the outbox and wait there");
    }
    for (size_t i = 0; i < KIND_COUNT; i++) {
        names[i] = text_of(plugin_kind_name((enum plugin_kind)i));
    }
    struct text near = text_nearest(name, names, KIND_COUNT);
    return near.size
               ? cli_wrong(cli, "there is no kind “%s”; did you mean %.*s?", named, TEXT_ARGS(near))
               : cli_wrong(
                     cli,
                     "there is no kind “%s”: rule, action, hook, message, calendar and measure are there",
                     named);
}

int plugin_new(struct cli *cli)
{
    struct text name = text_of(plugin_operand(cli, 0));
    const char *area = cli_option(cli, "area");
    struct plugin_words words = {.name = name, .area = area ? text_of(area) : name};
    const char *folder =
        sources_below(cli, sources_below(cli, cli->site, TEXT("plugins")), text_copy(&cli->arena, name));
    int status = find_kind(cli, &words.kind);
    if (status != CLI_DONE) {
        return status;
    }
    if (!is_name(name) || !is_name(words.area)) {
        return cli_wrong(cli,
                         "a name is small letters, digits, - and _, from a letter on, at most %d; not “%.*s”",
                         NAME_LIMIT, TEXT_ARGS(is_name(name) ? words.area : name));
    }
    if (sources_has(cli, folder, true) || sources_has(cli, folder, false)) {
        cli_complain(cli, "%s is there already, and stays as it is; choose another name", folder);
        return CLI_REFUSED;
    }
    words.workflow = find_workflow(cli);
    if (words.kind == KIND_MESSAGE && !(words.workflow && words.workflow->message_count)) {
        cli_complain(
            cli, "no workflow of this site has a message that could be sent; write its `messages:` first");
        return CLI_REFUSED;
    }
    if (words.kind == KIND_MEASURE && !plugin_words_row(&cli->arena, &words).size) {
        cli_complain(
            cli,
            "no report of this site has a row that counts cases; write `measures:` of the workflow first");
        return CLI_REFUSED;
    }
    cli_say(cli, "A plugin of the kind %s, for the area %.*s:\n", plugin_kind_name(words.kind),
            TEXT_ARGS(words.area));
    status = write_all(cli, folder, &words);
    if (status == CLI_DONE) {
        cli_say(cli, "\nNext:\n  caseway plugin test %.*s\n", TEXT_ARGS(name));
    }
    return status;
}
