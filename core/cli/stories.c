/* Scenario files found, and what they lean on. See stories.h. */
#include "cli/stories.h"

#include "definition/node.h"

#include <string.h>

/* PATH read as YAML; NULL when it cannot be. */
static const struct node *read_yaml(struct cli *cli, const char *path)
{
    const struct files *files = &cli->host->files;
    struct findings unheard;
    struct source source = {.file = text_of(path), .findings = &unheard};
    struct error error;
    findings_init(&unheard, &cli->arena);
    if (files->read(files->self, &cli->arena, path, NODE_FILE_LIMIT, &source.bytes, &error) != STATUS_OK) {
        return NULL;
    }
    return node_read(&cli->arena, &source);
}

static bool is_scenario(const struct node *root)
{
    return node_get(root, "scenario") || node_get(root, "story");
}

bool stories_is(struct cli *cli, const char *path)
{
    return sources_has(cli, path, false) && is_scenario(read_yaml(cli, path));
}

const char *stories_folder(struct cli *cli, struct text file)
{
    return sources_above(cli, text_copy(&cli->arena, file).at);
}

/* --- finding ------------------------------------------------------------------------------- */

static int add(struct cli *cli, struct story_files *stories, const char *path)
{
    vector_each(const struct text, known, &stories->list)
    {
        if (text_is(*known, path)) {
            return CLI_DONE;
        }
    }
    if (stories->list.count == STORIES_LIMIT) {
        cli_complain(cli, "there are more than %d scenarios; name fewer", STORIES_LIMIT);
        return CLI_FAILED;
    }
    vector_push(&cli->arena, &stories->list, text_copy(&cli->arena, text_of(path)));
    return CLI_DONE;
}

static bool is_passed_over(struct text name)
{
    return name.at[0] == '.' || text_is(name, "tests");
}

static int search(struct cli *cli, struct story_files *stories, const char *path, struct text name, int depth)
{
    const struct files *files = &cli->host->files;
    struct files_list list;
    struct error error;
    int status = CLI_DONE;
    if (files->list(files->self, &cli->arena, path, &list, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    for (size_t i = 0; i < list.list.count && status == CLI_DONE; i++) {
        const struct files_entry *entry = &list.list.at[i];
        const char *inner = sources_below(cli, path, entry->name);
        if (is_passed_over(entry->name)) {
            continue;
        }
        if (entry->is_folder) {
            status =
                depth < SOURCES_DEPTH_LIMIT ? search(cli, stories, inner, entry->name, depth + 1) : CLI_DONE;
        } else if (sources_is_yaml(entry->name)) {
            const struct node *root = read_yaml(cli, inner);
            bool broken = !root && text_is(name, "scenarios");
            status = broken || is_scenario(root) ? add(cli, stories, inner) : CLI_DONE;
        }
    }
    return status;
}

int stories_find(struct cli *cli, struct story_files *stories, const char *path)
{
    struct text text = text_of(sources_plain(path));
    while (text.size > 1 && text.at[text.size - 1] == '/') {
        text.size--;
    }
    const char *trimmed = text_copy(&cli->arena, text).at;
    if (!sources_has(cli, trimmed, true)) {
        if (!sources_has(cli, trimmed, false)) {
            cli_complain(cli, "%s is not there", path);
            return CLI_FAILED;
        }
        return add(cli, stories, trimmed);
    }
    size_t start = text.size;
    while (start > 0 && text.at[start - 1] != '/') {
        start--;
    }
    return search(cli, stories, trimmed, text_part(text, start, SIZE_MAX), 0);
}

/* --- what they lean on ------------------------------------------------------------------------ */

struct context {
    struct cli *cli;
    struct sources *sources;
    const char *folder;
    struct map scenarios; /* paths of those that are there */
    struct map workflows; /* names of those that are there */
    bool alone;           /* no plugins were found */
};

static struct text workflow_name(const struct node *root)
{
    const struct node *name = node_get(root, "workflow");
    return name && name->kind == NODE_SCALAR && !is_scenario(root) ? text_trim(name->scalar)
                                                                   : (struct text){0};
}

/* Adds the workflow in the file PATH, if it has that NAME (or NAME is empty) and is not there yet. */
static bool take_workflow(struct context *context, const char *path, struct text name, int *status)
{
    struct cli *cli = context->cli;
    if (!sources_has(cli, path, false)) {
        return false;
    }
    struct text found = workflow_name(read_yaml(cli, path));
    if (found.size == 0 || (name.size && !text_equal(found, name))) {
        return false;
    }
    if (map_add(&cli->arena, &context->workflows, found, 1)) {
        *status = sources_add(cli, context->sources, path, false);
    }
    return true;
}

/* Looks upward for the workflow NAME: a workflow.yaml, NAME.yaml, workflows/NAME/workflow.yaml. */
static int find_workflow(struct context *context, struct text name)
{
    struct cli *cli = context->cli;
    const char *at = context->folder;
    int status = CLI_DONE;
    if (map_get(&context->workflows, name) != MAP_NONE || text_find(name, '/') < name.size) {
        return CLI_DONE;
    }
    for (int i = 0; at && i < SOURCES_ABOVE_LIMIT; i++, at = sources_above(cli, at)) {
        struct text in_folder = text_printf(&cli->arena, "workflows/%.*s/workflow.yaml", TEXT_ARGS(name));
        struct text as_file = text_printf(&cli->arena, "%.*s.yaml", TEXT_ARGS(name));
        if (take_workflow(context, sources_below(cli, at, TEXT("workflow.yaml")), name, &status) ||
            take_workflow(context, sources_below(cli, at, as_file), name, &status) ||
            take_workflow(context, sources_below(cli, at, in_folder), name, &status)) {
            break;
        }
    }
    return status;
}

/* The workflows that a scenario names: at its top, of its cases, in its steps. */
static int find_workflows(struct context *context, const struct node *root)
{
    const struct node *name = node_get(root, "workflow");
    const struct node *parts[] = {node_get(root, "cases"), node_get(root, "story")};
    int status = CLI_DONE;
    if (name && name->kind == NODE_SCALAR) {
        status = find_workflow(context, text_trim(name->scalar));
    }
    for (size_t p = 0; p < 2; p++) {
        const struct node *part = parts[p];
        for (uint32_t i = 0; part && part->kind != NODE_SCALAR && i < part->count && status == CLI_DONE;
             i++) {
            const struct node *one = part->kind == NODE_MAP ? &part->entries[i].value : &part->elements[i];
            name = node_get(one, "workflow");
            if (name && name->kind == NODE_SCALAR) {
                status = find_workflow(context, text_trim(name->scalar));
            }
        }
    }
    return status;
}

/* The file STEM.yaml (or .yml) beside the scenarios; where there is none, the one of the nearest name, so
 * that the error can tell it. NULL: there is nothing like it. */
static const char *file_of_stem(struct context *context, struct text stem)
{
    struct cli *cli = context->cli;
    struct text as_yaml = text_printf(&cli->arena, "%.*s.yaml", TEXT_ARGS(stem));
    struct text as_yml = text_printf(&cli->arena, "%.*s.yml", TEXT_ARGS(stem)), near = {0};
    struct files_list list = {0};
    const char *path = sources_below(cli, context->folder, as_yaml);
    if (text_find(stem, '/') < stem.size) {
        return NULL;
    }
    if (sources_has(cli, path, false)) {
        return path;
    }
    path = sources_below(cli, context->folder, as_yml);
    if (sources_has(cli, path, false) || cli->host->files.list(cli->host->files.self, &cli->arena,
                                                               context->folder, &list, NULL) != STATUS_OK) {
        return sources_has(cli, path, false) ? path : NULL;
    }
    for (size_t i = 0; i < list.list.count && near.size == 0; i++) {
        near = list.list.at[i].is_folder ? near : text_nearest(as_yaml, &list.list.at[i].name, 1);
    }
    return near.size ? sources_below(cli, context->folder, near) : NULL;
}

static int add_scenario(struct context *context, const char *path);

/* What a scenario, or one of its cases, begins with. */
static int add_beginnings(struct context *context, const struct node *root)
{
    const struct node *cases = node_get(root, "cases");
    uint32_t count = cases && cases->kind == NODE_MAP ? cases->count : 0;
    int status = CLI_DONE;
    for (uint32_t i = 0; i <= count && status == CLI_DONE; i++) {
        const struct node *begins = node_get(i < count ? &cases->entries[i].value : root, "begins");
        const char *path =
            begins && begins->kind == NODE_SCALAR ? file_of_stem(context, text_trim(begins->scalar)) : NULL;
        status = path ? add_scenario(context, path) : CLI_DONE;
    }
    return status;
}

/* With what it begins with, and the workflows that it names. */
static int add_scenario(struct context *context, const char *path)
{
    struct cli *cli = context->cli;
    if (!map_add(&cli->arena, &context->scenarios, text_copy(&cli->arena, text_of(path)), 1)) {
        return CLI_DONE;
    }
    int status = sources_add(cli, context->sources, path, false);
    const struct node *root = status == CLI_DONE ? read_yaml(cli, path) : NULL;
    if (!is_scenario(root)) {
        return status;
    }
    status = find_workflows(context, root);
    return status == CLI_DONE ? add_beginnings(context, root) : status;
}

/* Those of FROM that are no scenarios, and no workflow that is there already. */
static void take_others(struct context *context, const struct sources *from)
{
    struct cli *cli = context->cli;
    for (uint32_t i = 0; i < from->files.count; i++) {
        const struct json_member *file = &from->files.members[i];
        const struct node *root = read_yaml(cli, text_copy(&cli->arena, file->name).at);
        struct text name = workflow_name(root);
        bool is_known = name.size && map_get(&context->workflows, name) != MAP_NONE;
        if (!is_scenario(root) && !is_known) {
            json_set(&cli->arena, &context->sources->files, file->name, file->value);
        }
    }
}

/* The nearest workflows/ above, else the site's. */
static int add_other_workflows(struct context *context)
{
    struct cli *cli = context->cli;
    struct sources nearest;
    const char *of_site = sources_below(cli, cli->site, TEXT("workflows"));
    sources_init(cli, &nearest);
    int status = sources_add_nearest(cli, &nearest, context->folder, "workflows");
    if (status == CLI_DONE && nearest.files.count == 0 && sources_has(cli, of_site, true)) {
        status = sources_add(cli, &nearest, of_site, false);
    }
    take_others(context, &nearest);
    return status;
}

static int add_site_part(struct context *context, const char *part)
{
    const char *path = sources_below(context->cli, context->cli->site, text_of(part));
    return sources_has(context->cli, path, true) ? sources_add(context->cli, context->sources, path, false)
                                                 : CLI_DONE;
}

static int add_plugins(struct context *context)
{
    struct cli *cli = context->cli;
    uint32_t before = context->sources->files.count;
    int status = sources_add_nearest(cli, context->sources, context->folder, "plugins");
    if (status == CLI_DONE && context->sources->files.count == before) {
        status = add_site_part(context, "plugins");
        context->alone = context->sources->files.count == before;
        status = status == CLI_DONE ? add_site_part(context, "calendars") : status;
    }
    return status == CLI_DONE ? sources_add_nearest(cli, context->sources, context->folder, "calendars")
                              : status;
}

/* The nearest site.yaml above says the zone, and the plugins' settings; else that of the site. */
static void add_settings(struct context *context)
{
    struct cli *cli = context->cli;
    const struct files *files = &cli->host->files;
    const char *at = context->folder, *found = NULL;
    struct text content;
    struct error error;
    for (int i = 0; at && !found && i < SOURCES_ABOVE_LIMIT; i++, at = sources_above(cli, at)) {
        const char *path = sources_below(cli, at, TEXT("site.yaml"));
        found = sources_has(cli, path, false) ? path : NULL;
    }
    found = found ? found : sources_below(cli, cli->site, TEXT("site.yaml"));
    if (files->read(files->self, &cli->arena, found, NODE_FILE_LIMIT, &content, &error) == STATUS_OK &&
        text_is_utf8(content)) {
        json_set(&cli->arena, &context->sources->files, TEXT("site.yaml"), json_string(content));
    }
}

int stories_add_context(struct cli *cli, struct sources *sources, const struct story_files *stories,
                        const char *folder, bool *alone)
{
    struct context context = {.cli = cli, .sources = sources, .folder = folder};
    const char *above = sources_above(cli, folder);
    int status = CLI_DONE;
    for (size_t i = 0; i < stories->list.count && status == CLI_DONE; i++) {
        if (text_is(text_of(stories_folder(cli, stories->list.at[i])), folder)) {
            status = add_scenario(&context, stories->list.at[i].at);
        }
    }
    if (status == CLI_DONE && above) { /* that of a story which names none */
        take_workflow(&context, sources_below(cli, above, TEXT("workflow.yaml")), (struct text){0}, &status);
    }
    status = status == CLI_DONE ? add_other_workflows(&context) : status;
    status = status == CLI_DONE ? add_plugins(&context) : status;
    if (status == CLI_DONE) {
        add_settings(&context);
    }
    *alone = context.alone;
    return status;
}
