/* `caseway check`: what is wrong in workflows, plugins and the site. */
#include "cli/stories.h"

/* What a site holds that can be wrong. */
static const char *const site_parts[] = {"site.yaml", "workflows", "plugins", "calendars"};

static int add_site(struct cli *cli, struct sources *sources)
{
    const struct files *files = &cli->host->files;
    for (size_t i = 0; i < sizeof site_parts / sizeof *site_parts; i++) {
        bool here = text_is(text_of(cli->site), "."), is_folder;
        const char *path =
            here ? site_parts[i] : arena_printf(&cli->arena, "%s/%s", cli->site, site_parts[i]);
        if (!files->exists(files->self, path, &is_folder)) {
            continue;
        }
        int status = sources_add(cli, sources, path, true);
        if (status != CLI_DONE) {
            return status;
        }
    }
    return CLI_DONE;
}

/* Scenarios lean on their workflow, and on those beside them. */
static int add_around_scenarios(struct cli *cli, struct sources *sources, const char *path)
{
    struct story_files stories = {0};
    bool alone;
    int status =
        sources_has(cli, path, true) || stories_is(cli, path) ? stories_find(cli, &stories, path) : CLI_DONE;
    for (size_t i = 0; i < stories.list.count && status == CLI_DONE; i++) {
        const char *folder = stories_folder(cli, stories.list.at[i]);
        bool again = i > 0 && text_is(text_of(folder), stories_folder(cli, stories.list.at[i - 1]));
        status = again ? CLI_DONE : stories_add_context(cli, sources, &stories, folder, &alone);
    }
    return status;
}

/* Plugins lean on the workflows whose rules they answer, unless those are named too; all lean on the plugins
 * that answer. */
static int add_named(struct cli *cli, struct sources *sources)
{
    int status = CLI_DONE;
    bool plugins_alone = true;
    for (size_t i = 0; i < cli->operands.count && status == CLI_DONE; i++) {
        const char *path = sources_plain(cli->operands.at[i]);
        const char *plugin = sources_plugin_of(cli, path);
        status = sources_add(cli, sources, plugin ? plugin : path, true);
        status = status == CLI_DONE ? add_around_scenarios(cli, sources, path) : status;
        plugins_alone = plugins_alone && plugin;
    }
    if (status == CLI_DONE && plugins_alone) {
        status = sources_add_nearest(cli, sources, sources_plain(cli->operands.at[0]), "workflows");
    }
    return status == CLI_DONE
               ? sources_add_nearest(cli, sources, sources_plain(cli->operands.at[0]), "plugins")
               : status;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void say_summary(struct cli *cli, const struct sources *sources)
{
    const struct findings *findings = &sources->findings;
    size_t files = sources->named.count;
    if (findings->errors + findings->warnings == 0) {
        cli_say(cli, "%zu file%s, nothing wrong.\n", files, plural(files));
        return;
    }
    cli_say(cli, "%zu file%s: %zu error%s, %zu warning%s.\n", files, plural(files), findings->errors,
            plural(findings->errors), findings->warnings, plural(findings->warnings));
}

static int run(struct cli *cli)
{
    struct sources sources;
    struct reply reply = {0};
    sources_init(cli, &sources);
    int status = cli->operands.count ? add_named(cli, &sources) : add_site(cli, &sources);
    if (status != CLI_DONE) {
        return status;
    }
    if (sources.named.count == 0) {
        cli_complain(cli, "there is nothing to check here; name a workflow, a plugin's folder or a site");
        return CLI_USAGE;
    }
    if (sources.files.count) {
        struct json body = json_object();
        json_set(&cli->arena, &body, TEXT("files"), sources.files);
        status = cli_ask(cli,
                         &(struct ask){.method = "POST",
                                       .path = TEXT("/v1/checks"),
                                       .body = json_to_text(&cli->arena, &body)},
                         &reply);
        if (status != CLI_DONE) {
            return status;
        }
        sources_take_findings(cli, &sources, &reply);
        if (!reply_is_good(&reply) && !json_member_of(&reply.body, "findings")) {
            return cli_say_problem(cli, &reply);
        }
    }
    cli_put(cli, sources_findings_text(cli, &sources, cli_switch(cli, "json")));
    if (!cli_switch(cli, "json")) {
        say_summary(cli, &sources);
    }
    return sources.findings.errors ? CLI_REFUSED : CLI_DONE;
}

const struct cli_command check_command = {
    .name = "check",
    .summary = "finds what is wrong in workflows, plugins and site",
    .usage = "[PATH…] [--json]",
    .about = "Reads the workflow files, scenarios, plugins' folders or sites that are named (without one, "
             "the site "
             "itself) and says what is wrong, each with "
             "its file, line and column, and what to do. What they lean on, the nearest plugins/ and "
             "workflows/ above them, is read too.\n"
             "The exit status is 1 when there is an error; warnings do not count.",
    .options = (const struct cli_option[]){{"json", NULL, "one finding a line, as JSON"}, {0}},
    .examples = (const char *const[]){"caseway check workflows/action-for-change/workflow.yaml",
                                      "caseway check --json plugins/rbkc", NULL},
    .most = 64,
    .run = run,
};
