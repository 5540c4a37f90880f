/* `caseway plugin`: a plugin from its first line to what it costs. */
#include "cli/plugin.h"

static const struct plugin_verb verbs[] = {
    {"new", "kind area", 1, 1, plugin_new},
    {"check", "", 0, 64, plugin_check},
    {"test", "", 0, 64, plugin_test},
    {"run", "case plugin", 1, 2, plugin_run},
    {"list", "", 0, 0, plugin_list},
    {"bench", "case", 0, 1, plugin_bench},
    {"moves", "plugin area", 0, 0, plugin_moves},
    {"move", "all reason plugin area", 0, 64, plugin_move},
    {"shadow", "", 2, 2, plugin_shadow},
    {"differences", "rule", 1, 1, plugin_differences_of},
    {"promote", "", 1, 1, plugin_promote},
    {"drop", "", 1, 1, plugin_drop},
};
enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

/* --- folders ----------------------------------------------------------------------- */

struct text plugin_name(const char *folder)
{
    struct text name = text_of(folder);
    while (name.size > 1 && name.at[name.size - 1] == '/') {
        name.size--;
    }
    size_t from = name.size;
    while (from > 0 && name.at[from - 1] != '/') {
        from--;
    }
    return text_part(name, from, name.size);
}

static bool is_plugin(struct cli *cli, const char *folder)
{
    return sources_has(cli, sources_below(cli, folder, TEXT("manifest.yaml")), false);
}

static int find_one(struct cli *cli, struct plugin_folders *folders, const char *named)
{
    const char *below = sources_below(cli, sources_below(cli, cli->site, TEXT("plugins")), text_of(named));
    const char *plain = sources_plain(named);
    const char *found = is_plugin(cli, below) ? below : is_plugin(cli, plain) ? plain : NULL;
    if (!found) {
        cli_complain(cli, "there is no plugin %s: neither %s nor %s has a manifest.yaml", named, below,
                     plain);
        return CLI_REFUSED;
    }
    vector_push(&cli->arena, &folders->list, found);
    return CLI_DONE;
}

static int find_all(struct cli *cli, struct plugin_folders *folders)
{
    const struct files *files = &cli->host->files;
    const char *plugins = sources_below(cli, cli->site, TEXT("plugins"));
    struct files_list list = {0};
    struct error error;
    if (sources_has(cli, plugins, true) &&
        files->list(files->self, &cli->arena, plugins, &list, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    vector_each(const struct files_entry, entry, &list.list)
    {
        const char *folder = sources_below(cli, plugins, entry->name);
        if (entry->is_folder && is_plugin(cli, folder)) {
            vector_push(&cli->arena, &folders->list, folder);
        }
    }
    if (folders->list.count == 0) {
        cli_complain(cli, "there is no plugin in %s; make one with: caseway plugin new NAME", plugins);
        return CLI_REFUSED;
    }
    return CLI_DONE;
}

int plugin_find(struct cli *cli, struct plugin_folders *folders)
{
    int status = plugin_operands(cli) ? CLI_DONE : find_all(cli, folders);
    for (size_t i = 0; i < plugin_operands(cli) && status == CLI_DONE; i++) {
        status = find_one(cli, folders, plugin_operand(cli, i));
    }
    return status;
}

int plugin_gather(struct cli *cli, struct sources *sources, const char *folder)
{
    const char *site = sources_below(cli, cli->site, TEXT("site.yaml"));
    int status = sources_add(cli, sources, folder, true);
    status = status == CLI_DONE ? sources_add_nearest(cli, sources, folder, "workflows") : status;
    status = status == CLI_DONE ? sources_add_nearest(cli, sources, folder, "plugins") : status;
    if (status == CLI_DONE && sources_has(cli, site, false)) {
        status = sources_add(cli, sources, site, false);
    }
    return status;
}

/* --- which subcommand ---------------------------------------------------------------- */

static bool takes(const struct plugin_verb *verb, const char *option)
{
    struct text rest = text_of(verb->options), name;
    bool found = text_is(text_of(option), "json") && verb->run != plugin_new;
    while (rest.size && text_split(&rest, ' ', &name)) {
        found = found || text_is(name, option);
    }
    return found;
}

/* The first line of the command's usage that is VERB's. */
static struct text usage_of(const struct cli *cli, const struct plugin_verb *verb)
{
    struct text rest = text_of(cli->command->usage), line = {0};
    while (text_split(&rest, '\n', &line) && !text_starts(line, text_of(verb->name))) {
    }
    return line;
}

static int run(struct cli *cli)
{
    struct text names[VERB_COUNT];
    const char *given = cli->operands.at[0];
    const struct plugin_verb *verb = NULL;
    for (size_t i = 0; i < VERB_COUNT; i++) {
        names[i] = text_of(verbs[i].name);
        verb = text_is(names[i], given) ? &verbs[i] : verb;
    }
    if (!verb) {
        struct text near = text_nearest(text_of(given), names, VERB_COUNT);
        return near.size ? cli_wrong(cli, "there is no “plugin %s”; did you mean “plugin %.*s”?", given,
                                     TEXT_ARGS(near))
                         : cli_wrong(cli, "there is no “plugin %s”", given);
    }
    vector_each(const struct given_option, option, &cli->options)
    {
        if (!takes(verb, option->option->name)) {
            return cli_wrong(cli, "plugin %s takes no --%s", verb->name, option->option->name);
        }
    }
    if (plugin_operands(cli) < verb->least) {
        struct text usage = usage_of(cli, verb);
        return cli_wrong(cli, "plugin %s wants more: caseway plugin %.*s", verb->name, TEXT_ARGS(usage));
    }
    if (plugin_operands(cli) > verb->most) {
        return cli_wrong(cli, "plugin %s does not know what to do with “%s”%s", verb->name,
                         cli->operands.at[verb->most + 1],
                         verb->run == plugin_new ? "; a kind is written --kind KIND" : "");
    }
    return verb->run(cli);
}

const struct cli_command plugin_command = {
    .name = "plugin",
    .summary = "makes, checks, tests, tries and measures plugins",
    .usage = "new NAME [--kind KIND] [--area AREA]\n"
             "check [PLUGIN…] [--json]\n"
             "test [PLUGIN…] [--json]\n"
             "run RULE --case ID [--plugin NAME] [--json]\n"
             "run action NAME --case ID …\n"
             "run hook POINT --case ID …\n"
             "run measure REPORT.ROW --case ID …\n"
             "list [--json]\n"
             "bench [PLUGIN] --case ID [--json]\n"
             "moves [--plugin NAME] [--area A] [--json]\n"
             "move CASE… [--reason R] [--json]\n"
             "move --all [--plugin NAME] [--area A] [--reason R] [--json]\n"
             "shadow NAME FOLDER [--json]\n"
             "differences NAME [--rule R] [--json]\n"
             "promote NAME [--json]\n"
             "drop NAME [--json]",
    .about = "`new` makes plugins/NAME of the site, with a test that passes. `check` is\n"
             "`caseway check` for plugins, and luacheck where that is installed. `test` runs\n"
             "their tests/*_test.lua, each on a case of its own in memory, with a fixed clock.\n"
             "`run` asks one rule, action, hook or measure of a live case and prints what it\n"
             "gives; nothing is changed. `list` says what is installed and what it cost since\n"
             "the server started. `bench` measures the rules.\n"
             "Live cases stay on the versions that they began with. `moves` tells what the\n"
             "present ones would change for them; `move` moves the cases that are named, or\n"
             "all of these.\n"
             "`shadow` puts the version in FOLDER beside the installed one: whenever that is\n"
             "asked, so is this, silently, and `differences` tells what it would have answered\n"
             "otherwise. `promote` installs it, `drop` takes it away.\n"
             "PLUGIN is a name below the site's plugins/, or a folder; without one, all of\n"
             "them. The exit status is 1 when a test does not hold, or something is wrong.",
    .options =
        (const struct cli_option[]){
            {"kind", "KIND", "new: rule (without it), action, hook, message, calendar or measure"},
            {"area", "AREA", "new: the area that it serves; without it, NAME. moves: its cases alone"},
            {"case", "ID", "run, bench: the case"},
            {"plugin", "NAME",
             "run: asked in the place of the one that serves the case's area. moves: cases on an older "
             "version of it"},
            {"all", NULL, "move: every case that `moves` lists, 1,000 at a time"},
            {"rule", "R", "differences: of this one alone (rules.NAME, or outcome: what came of it all)"},
            {"reason", "R", "move: why, for the case's history"},
            {"json", NULL, "one object a line, as JSON"},
            {0}},
    .examples = (const char *const[]){"caseway plugin new fourth", "caseway plugin test fourth",
                                      "caseway plugin run eligible --case C-17", NULL},
    .least = 1,
    .most = 65,
    .run = run,
};
