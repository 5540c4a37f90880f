/* `caseway plugin shadow`, `differences`, `promote` and `drop`: a new version beside the installed one, what
 * it would have answered otherwise, and what becomes of it. */
#include "cli/plugin.h"
#include "cli/print.h"
#include "cli/rows.h"

enum { DIFFERENCE_WORDS_LIMIT = 60 /* bytes of an answer in the list; --json has all */ };

static struct text plugin_path(struct cli *cli, const char *tail)
{
    return text_printf(&cli->arena, "/v1/plugins/%.*s%s", TEXT_ARGS(url_segment(cli, plugin_operand(cli, 0))),
                       tail);
}

/* --- shadow ------------------------------------------------------------------------------------- */

/* The files of a plugin's folder, under their paths in it. */
struct gathering {
    struct cli *cli;
    struct json files;
    size_t bytes;
};

static bool is_wanted(struct text name)
{
    return sources_is_yaml(name) || text_ends(name, TEXT(".lua"));
}

static int gather_file(struct gathering *gathering, const char *path, struct text own)
{
    struct cli *cli = gathering->cli;
    struct error error;
    struct text content;
    const struct files *files = &cli->host->files;
    enum status status =
        files->read(files->self, &cli->arena, path, SOURCES_BYTES_LIMIT - gathering->bytes, &content, &error);
    if (status != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    if (gathering->files.count >= SOURCES_LIMIT) {
        cli_complain(cli, "the plugin has more than %d files", SOURCES_LIMIT);
        return CLI_FAILED;
    }
    if (!text_is_utf8(content)) {
        cli_complain(cli, "%s is not UTF-8 text", path);
        return CLI_REFUSED;
    }
    gathering->bytes += content.size;
    json_set(&cli->arena, &gathering->files, own, json_string(content));
    return CLI_DONE;
}

static int gather(struct gathering *gathering, const char *folder, struct text own, unsigned depth)
{
    struct cli *cli = gathering->cli;
    struct files_list list = {0};
    struct error error;
    int result = CLI_DONE;
    const struct files *files = &cli->host->files;
    if (files->list(files->self, &cli->arena, folder, &list, &error) != STATUS_OK) {
        return cli_failed(cli, &error);
    }
    for (size_t i = 0; result == CLI_DONE && i < list.list.count; i++) {
        const struct files_entry *entry = &list.list.at[i];
        const char *path = sources_below(cli, folder, entry->name);
        struct text below =
            own.size ? text_printf(&cli->arena, "%.*s/%.*s", TEXT_ARGS(own), TEXT_ARGS(entry->name))
                     : entry->name;
        if (entry->name.at[0] == '.') {
            continue;
        }
        if (entry->is_folder && depth < SOURCES_DEPTH_LIMIT) {
            result = gather(gathering, path, below, depth + 1);
        } else if (!entry->is_folder && is_wanted(entry->name)) {
            result = gather_file(gathering, path, below);
        }
    }
    return result;
}

/* "1.1.0 (a1b2c3d4)". */
static struct text version_words(struct cli *cli, const struct json *shadow)
{
    return text_printf(&cli->arena, "%.*s (%.*s)", TEXT_ARGS(json_get_text(shadow, "version")),
                       TEXT_ARGS(text_part(json_get_text(shadow, "hash"), 0, 8)));
}

int plugin_shadow(struct cli *cli)
{
    struct reply reply;
    struct json body = json_object();
    struct gathering gathering = {.cli = cli, .files = json_object()};
    const char *folder = sources_plain(plugin_operand(cli, 1));
    if (!sources_has(cli, sources_below(cli, folder, TEXT("manifest.yaml")), false)) {
        cli_complain(cli, "%s is no plugin: it has no manifest.yaml", folder);
        return CLI_REFUSED;
    }
    int status = gather(&gathering, folder, (struct text){0}, 0);
    if (status != CLI_DONE) {
        return status;
    }
    json_set(&cli->arena, &body, TEXT("files"), gathering.files);
    status = cli_ask_well(cli,
                          &(struct ask){.method = "PUT",
                                        .path = plugin_path(cli, "/shadow"),
                                        .body = json_to_text(&cli->arena, &body)},
                          &reply);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return CLI_DONE;
    }
    struct text version = version_words(cli, json_member_of(&reply.body, "shadow"));
    cli_say(cli,
            "%s %.*s is asked beside %.*s from now on, and decides nothing.\n"
            "What differs: caseway plugin differences %s\n",
            plugin_operand(cli, 0), TEXT_ARGS(version), TEXT_ARGS(json_get_text(&reply.body, "installed")),
            plugin_operand(cli, 0));
    return CLI_DONE;
}

/* --- differences ---------------------------------------------------------------------------------- */

/* The differences of one rule, as they come. */
struct ruled {
    struct text rule;
    VECTOR(const struct json *)
    list;
};

struct differing {
    VECTOR(struct ruled)
    rules;
    struct json asked, differed, shadow;
};

static void add_difference(struct cli *cli, struct differing *differing, const struct json *one)
{
    struct text rule = json_get_text(one, "rule");
    struct ruled *ruled = NULL;
    for (size_t i = 0; i < differing->rules.count && !ruled; i++) {
        ruled = text_equal(differing->rules.at[i].rule, rule) ? &differing->rules.at[i] : NULL;
    }
    if (!ruled) {
        vector_push(&cli->arena, &differing->rules, ((struct ruled){.rule = rule}));
        ruled = &differing->rules.at[differing->rules.count - 1];
    }
    vector_push(&cli->arena, &ruled->list, one);
}

static int ask_differences(struct cli *cli, struct differing *differing)
{
    struct text cursor = {0};
    struct reply reply;
    int status;
    do {
        struct buffer query;
        buffer_init(&query, &cli->arena);
        query_add_option(cli, &query, "rule");
        query_add(&query, "cursor", cursor);
        struct ask request = {
            .method = "GET", .path = plugin_path(cli, "/differences"), .query = buffer_result(&query)};
        status = cli_ask_well(cli, &request, &reply);
        const struct json *rows = status == CLI_DONE ? reply_rows(&reply.body) : NULL;
        for (uint32_t i = 0; rows && i < rows->count; i++) {
            if (cli_switch(cli, "json")) {
                cli_say_json(cli, &rows->elements[i]);
            } else {
                add_difference(cli, differing, &rows->elements[i]);
            }
        }
        cursor = json_get_text(&reply.body, "cursor");
    } while (status == CLI_DONE && cursor.size);
    if (status == CLI_DONE) {
        differing->asked = *json_member_of(&reply.body, "asked");
        differing->differed = *json_member_of(&reply.body, "differed");
        differing->shadow = *json_member_of(&reply.body, "shadow");
    }
    return status;
}

/* An answer in a few words: what was given, with its sentence; that it failed; that it was not asked. */
static void add_answer(struct buffer *out, const struct json *answer)
{
    struct buffer words;
    struct text failed = json_get_text(answer, "failed"), sentence = json_get_text(answer, "sentence");
    struct text outcome = json_get_text(answer, "outcome"), why = json_get_text(answer, "why");
    const struct json *gave = json_member_of(answer, "gave"), *due = json_member_of(answer, "deadlines");
    buffer_init(&words, out->arena);
    if (!answer) {
        buffer_string(&words, "not asked");
    } else if (failed.size) {
        buffer_printf(&words, "failed (%.*s)", TEXT_ARGS(failed));
    } else if (gave) {
        print_value(&words, gave);
    } else if (outcome.size) {
        buffer_text(&words, outcome);
        sentence = why;
    }
    if (sentence.size) {
        buffer_printf(&words, ", “%.*s”", TEXT_ARGS(sentence));
    }
    for (uint32_t i = 0; due && i < due->count; i++) {
        buffer_printf(&words, ", %.*s: ", TEXT_ARGS(due->members[i].name));
        print_value(&words, &due->members[i].value);
    }
    struct text all = buffer_result(&words);
    size_t room = DIFFERENCE_WORDS_LIMIT;
    while (room < all.size && room > 0 && ((unsigned char)all.at[room] & 0xC0) == 0x80) {
        room--;
    }
    buffer_printf(out, "%.*s%s", TEXT_ARGS(text_part(all, 0, room)), all.size > room ? "…" : "");
}

static void add_row(struct cli *cli, struct buffer *out, const struct json *one)
{
    const struct json *parts = json_member_of(json_member_of(one, "is"), "parts");
    buffer_printf(out, "  %s  %.*s  %.*s: ", print_when(cli, &cli->arena, json_get_text(one, "at")),
                  TEXT_ARGS(json_get_text(one, "case")), TEXT_ARGS(json_get_text(one, "event")));
    add_answer(out, json_member_of(one, "was"));
    buffer_string(out, " → ");
    add_answer(out, json_member_of(one, "is"));
    buffer_byte(out, '\n');
    if (parts) {
        buffer_string(out, "      differs in: ");
        print_joined(out, parts, ", ");
        buffer_byte(out, '\n');
    }
}

static void say_rule(struct cli *cli, const struct differing *differing, struct text rule, int64_t asked)
{
    struct buffer out;
    const struct json *times = json_get(&differing->differed, rule);
    buffer_init(&out, &cli->arena);
    buffer_printf(&out, "%.*s: asked %lld, differed %lld\n", TEXT_ARGS(rule), (long long)asked,
                  (long long)(times ? times->integer : 0));
    vector_each(const struct ruled, ruled, &differing->rules)
    {
        for (size_t i = 0; text_equal(ruled->rule, rule) && i < ruled->list.count; i++) {
            add_row(cli, &out, ruled->list.at[i]);
        }
    }
    cli_put(cli, buffer_result(&out));
}

int plugin_differences_of(struct cli *cli)
{
    struct differing differing = {0};
    const char *wanted = cli_option(cli, "rule");
    int status = ask_differences(cli, &differing);
    if (status != CLI_DONE || cli_switch(cli, "json")) {
        return status;
    }
    const struct json *asked = &differing.asked;
    cli_say(cli, "%s %.*s beside the installed version, since %s:\n", plugin_operand(cli, 0),
            TEXT_ARGS(version_words(cli, &differing.shadow)),
            print_when(cli, &cli->arena, json_get_text(&differing.shadow, "at")));
    for (uint32_t i = 0; i < asked->count; i++) {
        if (!wanted || text_is(asked->members[i].name, wanted)) {
            say_rule(cli, &differing, asked->members[i].name, asked->members[i].value.integer);
        }
    }
    if (asked->count == 0) {
        cli_say(cli, "Nothing has asked it yet.\n");
    }
    return CLI_DONE;
}

/* --- promote, drop ---------------------------------------------------------------------------------- */

int plugin_promote(struct cli *cli)
{
    struct reply reply;
    struct ask request = {.method = "POST", .path = plugin_path(cli, "/promotion")};
    int status = cli_ask_well(cli, &request, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return CLI_DONE;
    }
    struct text version = version_words(cli, json_member_of(&reply.body, "installed"));
    cli_say(cli,
            "%s %.*s is installed in the place of %.*s, whose files stand in %.*s.\n"
            "New cases take it; live ones stay until they are moved:\n\n",
            plugin_operand(cli, 0), TEXT_ARGS(version), TEXT_ARGS(json_get_text(&reply.body, "was")),
            TEXT_ARGS(json_get_text(&reply.body, "former")));
    return plugin_moves(cli);
}

int plugin_drop(struct cli *cli)
{
    struct reply reply;
    struct ask request = {.method = "DELETE", .path = plugin_path(cli, "/shadow")};
    int status = cli_ask_well(cli, &request, &reply);
    if (status == CLI_DONE && !cli_switch(cli, "json")) {
        cli_say(cli, "%s has no shadow any more.\n", plugin_operand(cli, 0));
    }
    return status;
}
