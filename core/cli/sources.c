/* Files gathered for a check or a simulation. See sources.h. */
#include "cli/sources.h"

#include "definition/node.h"
#include "workbench/check.h"

#include <string.h>

void sources_init(struct cli *cli, struct sources *sources)
{
    *sources = (struct sources){.files = json_object()};
    findings_init(&sources->findings, &cli->arena);
}

/* JSON carries UTF-8 alone: the fault is told here, with its place. */
static void find_not_utf8(struct sources *sources, const char *path, struct text content)
{
    struct place place = {1, 1};
    size_t good = text_utf8_size(content), line = 0;
    for (size_t i = 0; i < good; i++) {
        if (content.at[i] == '\n') {
            place.line++;
            line = i + 1;
        }
    }
    place.column = (uint32_t)text_characters(text_part(content, line, good - line)) + 1;
    findings_add(&sources->findings, &(struct finding){.severity = SEVERITY_ERROR,
                                                       .file = text_of(path),
                                                       .place = place,
                                                       .message = TEXT("this byte is not UTF-8"),
                                                       .hint = TEXT("save the file as UTF-8")});
}

static int add_file(struct cli *cli, struct sources *sources, const char *path, bool named)
{
    const struct files *files = &cli->host->files;
    struct text content, name = text_copy(&cli->arena, text_of(path));
    struct error error;
    if (json_get(&sources->files, name)) {
        return CLI_DONE;
    }
    if (files->read(files->self, &cli->arena, path, NODE_FILE_LIMIT, &content, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    sources->bytes += content.size;
    if (sources->files.count == SOURCES_LIMIT || sources->bytes > SOURCES_BYTES_LIMIT) {
        cli_complain(cli,
                     "there are too many files: at most %d, of %d bytes in all, are looked at; name fewer",
                     SOURCES_LIMIT, SOURCES_BYTES_LIMIT);
        return CLI_FAILED;
    }
    if (named) {
        map_add(&cli->arena, &sources->named, name, 1);
    }
    if (!text_is_utf8(name)) {
        cli_complain(cli, "the name of %s is not UTF-8; give it another", path);
        return CLI_FAILED;
    }
    if (!text_is_utf8(content)) {
        find_not_utf8(sources, name.at, content);
        return CLI_DONE;
    }
    json_set(&cli->arena, &sources->files, name, json_string(content));
    return CLI_DONE;
}

const char *sources_plain(const char *path)
{
    while (path[0] == '.' && path[1] == '/' && path[2] != '\0') {
        path += 2;
    }
    return path;
}

/* --- folders ------------------------------------------------------------------------- */

const char *sources_below(struct cli *cli, const char *folder, struct text name)
{
    size_t size = strlen(folder);
    if (text_is(text_of(folder), ".")) {
        return text_copy(&cli->arena, name).at;
    }
    const char *slash = size && folder[size - 1] == '/' ? "" : "/";
    return arena_printf(&cli->arena, "%s%s%.*s", folder, slash, TEXT_ARGS(name));
}

bool sources_has(struct cli *cli, const char *path, bool wants_folder)
{
    const struct files *files = &cli->host->files;
    bool is_folder;
    return files->exists(files->self, path, &is_folder) && is_folder == wants_folder;
}

static bool is_plugin(struct cli *cli, const char *folder)
{
    return sources_has(cli, sources_below(cli, folder, TEXT("manifest.yaml")), false);
}

bool sources_is_yaml(struct text name)
{
    return text_ends(name, TEXT(".yaml")) || text_ends(name, TEXT(".yml"));
}

/* Scenarios are looked at when somebody asks about them, not when another file leans on their workflow. */
static bool is_passed_over(struct text name, bool named)
{
    return text_starts(name, TEXT(".")) || text_is(name, "tests") || (!named && text_is(name, "scenarios"));
}

static int add_folder(struct cli *cli, struct sources *sources, const char *path, bool named, int depth);

static int add_plugin(struct cli *cli, struct sources *sources, const char *path, bool named, int depth)
{
    const char *code = sources_below(cli, path, TEXT("init.lua"));
    const char *calendars = sources_below(cli, path, TEXT("calendars"));
    int status = add_file(cli, sources, sources_below(cli, path, TEXT("manifest.yaml")), named);
    if (status == CLI_DONE && sources_has(cli, code, false)) {
        status = add_file(cli, sources, code, named);
    }
    if (status == CLI_DONE && sources_has(cli, calendars, true)) {
        status = add_folder(cli, sources, calendars, named, depth + 1);
    }
    return status;
}

static int add_folder(struct cli *cli, struct sources *sources, const char *path, bool named, int depth)
{
    const struct files *files = &cli->host->files;
    struct files_list list;
    struct error error;
    int status = CLI_DONE;
    if (is_plugin(cli, path)) {
        return add_plugin(cli, sources, path, named, depth);
    }
    if (files->list(files->self, &cli->arena, path, &list, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    for (size_t i = 0; i < list.list.count && status == CLI_DONE; i++) {
        const struct files_entry *entry = &list.list.at[i];
        const char *inner = sources_below(cli, path, entry->name);
        if (entry->is_folder && !is_passed_over(entry->name, named) && depth < SOURCES_DEPTH_LIMIT) {
            status = add_folder(cli, sources, inner, named, depth + 1);
        } else if (!entry->is_folder && sources_is_yaml(entry->name) && entry->name.at[0] != '.') {
            status = add_file(cli, sources, inner, named);
        }
    }
    return status;
}

const char *sources_above(struct cli *cli, const char *path)
{
    struct text text = text_of(path);
    while (text.size > 1 && text.at[text.size - 1] == '/') {
        text.size--;
    }
    if (text_is(text, "/")) {
        return NULL;
    }
    if (text.size == 0 || text_is(text, ".")) {
        return "..";
    }
    size_t slash = text.size;
    while (slash > 0 && text.at[slash - 1] != '/') {
        slash--;
    }
    if (text_is(text_part(text, slash, SIZE_MAX), "..")) {
        return arena_printf(&cli->arena, "%.*s/..", TEXT_ARGS(text));
    }
    if (slash == 0) {
        return ".";
    }
    return text_copy(&cli->arena, text_part(text, 0, slash > 1 ? slash - 1 : 1)).at;
}

const char *sources_plugin_of(struct cli *cli, const char *path)
{
    struct text text = text_of(path);
    bool is_part = text_ends(text, TEXT("init.lua")) || text_ends(text, TEXT("manifest.yaml"));
    const char *folder = is_part ? sources_above(cli, path) : path;
    return folder && is_plugin(cli, folder) ? folder : NULL;
}

int sources_add(struct cli *cli, struct sources *sources, const char *path, bool named)
{
    return sources_has(cli, path, true) ? add_folder(cli, sources, path, named, 0)
                                        : add_file(cli, sources, path, named);
}

/* --- the nearest --------------------------------------------------------------------------- */

int sources_add_nearest(struct cli *cli, struct sources *sources, const char *path, const char *folder)
{
    const char *at = sources_has(cli, path, true) ? path : sources_above(cli, path);
    for (int i = 0; at && i < SOURCES_ABOVE_LIMIT; i++, at = sources_above(cli, at)) {
        const char *found = sources_below(cli, at, text_of(folder));
        const char *calendars = sources_below(cli, at, TEXT("calendars"));
        if (!sources_has(cli, found, true)) {
            continue;
        }
        int status = sources_add(cli, sources, found, false);
        if (status == CLI_DONE && sources_has(cli, calendars, true)) {
            status = sources_add(cli, sources, calendars, false);
        }
        return status;
    }
    return CLI_DONE;
}

/* --- findings -------------------------------------------------------------------------------- */

static uint32_t number_of(const struct json *one, const char *name)
{
    int64_t number = json_get_integer(one, name, 0);
    return number < 0 || number > UINT32_MAX ? 0 : (uint32_t)number;
}

void sources_take_findings(struct cli *cli, struct sources *sources, const struct reply *reply)
{
    const struct json *list = json_member_of(&reply->body, "findings");
    (void)cli;
    for (uint32_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++) {
        const struct json *one = &list->elements[i];
        struct finding finding = {
            .severity =
                text_is(json_get_text(one, "severity"), "warning") ? SEVERITY_WARNING : SEVERITY_ERROR,
            .file = json_get_text(one, "file"),
            .place = {number_of(one, "line"), number_of(one, "column")},
            .message = json_get_text(one, "message"),
            .hint = json_get_text(one, "hint"),
            .source = json_get_text(one, "source"),
        };
        if (finding.severity == SEVERITY_ERROR || map_get(&sources->named, finding.file) != MAP_NONE) {
            findings_add(&sources->findings, &finding);
        }
    }
}

struct text sources_findings_text(struct cli *cli, struct sources *sources, bool json)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    findings_sort(&sources->findings);
    if (!json) {
        findings_print(&sources->findings, &out);
        return buffer_result(&out);
    }
    struct json list = findings_json(&cli->arena, &sources->findings);
    for (uint32_t i = 0; i < list.count; i++) {
        json_write(&list.elements[i], &out);
        buffer_byte(&out, '\n');
    }
    return buffer_result(&out);
}
