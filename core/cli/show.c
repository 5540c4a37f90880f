/* `caseway show`: a case as people read it. */
#include "cli/rows.h"

/* What the workflow calls things, as GET /v1/workflows tells it; NULL where that is not known. */
struct titles {
    const struct json *workflow;
};

static const struct json *named(const struct json *list, struct text name)
{
    for (uint32_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++) {
        if (text_equal(json_get_text(&list->elements[i], "name"), name)) {
            return &list->elements[i];
        }
    }
    return NULL;
}

static struct text title_of(const struct json *one, struct text otherwise)
{
    struct text title = json_get_text(one, "title");
    return title.size ? title : otherwise;
}

static void ask_titles(struct cli *cli, const struct json *the_case, struct reply *reply,
                       struct titles *titles)
{
    struct buffer query;
    buffer_init(&query, &cli->arena);
    query_add(&query, "workflow", json_get_text(the_case, "workflow"));
    query_add(&query, "definition", json_get_text(the_case, "definition"));
    *titles = (struct titles){0};
    struct ask ask = {.method = "GET", .path = TEXT("/v1/workflows"), .query = buffer_result(&query)};
    if (cli_ask(cli, &ask, reply) != CLI_DONE || !reply_is_good(reply)) {
        return;
    }
    const struct json *rows = reply_rows(&reply->body);
    titles->workflow = rows && rows->count ? &rows->elements[0] : NULL;
}

/* --- the head -------------------------------------------------------------------------- */

static void add_labelled(struct buffer *out, const char *label, const char *value)
{
    if (value[0]) {
        buffer_printf(out, "%-10s %s\n", label, value);
    }
}

static const char *text_member(struct cli *cli, const struct json *object, const char *name)
{
    return text_copy(&cli->arena, json_get_text(object, name)).at;
}

/* "Earlier    C-2, C-3": the kind with a capital, without its underscore. */
static void add_links(struct cli *cli, struct buffer *out, const struct json *the_case)
{
    const struct json *links = json_member_of(the_case, "links");
    for (uint32_t i = 0; links && links->type == JSON_OBJECT && i < links->count; i++) {
        const struct json *list = &links->members[i].value;
        struct text kind = links->members[i].name;
        char *label = arena_copy(&cli->arena, kind.at, kind.size);
        char *underscore = strchr(label, '_');
        if (underscore) {
            *underscore = ' ';
        }
        label[0] = (char)(label[0] - 'a' + 'A');
        buffer_printf(out, "%-10s ", label);
        for (uint32_t n = 0; list->type == JSON_ARRAY && n < list->count; n++) {
            buffer_printf(out, "%s%.*s", n ? ", " : "", TEXT_ARGS(json_text(&list->elements[n])));
        }
        buffer_byte(out, '\n');
    }
}

/* "a.b[2].c" without its items: "a.b.c". */
static struct text plain_path(struct arena *arena, struct text path)
{
    struct buffer plain;
    bool within = false;
    buffer_init(&plain, arena);
    for (size_t i = 0; i < path.size; i++) {
        within = within || path.at[i] == '[';
        if (!within) {
            buffer_byte(&plain, path.at[i]);
        }
        within = within && path.at[i] != ']';
    }
    return buffer_result(&plain);
}

/* Each state by its title and path, a line each. */
static void add_standing(struct buffer *out, const struct json *configuration, const struct titles *titles)
{
    const struct json *states = json_member_of(titles->workflow, "states");
    buffer_printf(out, "%-10s ", "Stands in");
    if (!configuration || configuration->count == 0) {
        print_configuration(out, configuration);
        buffer_byte(out, '\n');
    }
    for (uint32_t i = 0; configuration && i < configuration->count; i++) {
        struct text path = json_text(&configuration->elements[i]);
        const struct json *state = named(states, plain_path(out->arena, path));
        struct text title = title_of(state, path);
        buffer_printf(out, "%*s%.*s", i ? 11 : 0, "", TEXT_ARGS(title));
        if (!text_equal(title, path)) {
            buffer_printf(out, " (%.*s)", TEXT_ARGS(path));
        }
        buffer_byte(out, '\n');
    }
}

/* Nothing for a case that stands where new ones begin. */
static void add_older(struct cli *cli, struct buffer *out, const struct json *the_case,
                      const struct titles *titles)
{
    struct text digest = text_part(json_get_text(the_case, "definition"), 0, 8);
    if (titles->workflow && !json_get_boolean(titles->workflow, "present", true)) {
        add_labelled(out, "Workflow", arena_printf(&cli->arena, "an older version, %.*s", TEXT_ARGS(digest)));
    }
}

static void add_head(struct cli *cli, struct buffer *out, const struct json *the_case,
                     const struct titles *titles)
{
    const char *title = text_member(cli, the_case, "title"), *closed;
    buffer_printf(out, "%.*s", TEXT_ARGS(json_get_text(the_case, "case")));
    if (json_get_text(the_case, "name").size) {
        buffer_printf(out, " %.*s", TEXT_ARGS(json_get_text(the_case, "name")));
    }
    buffer_printf(out, " — %s\n", title[0] ? title : text_member(cli, the_case, "workflow"));
    add_labelled(out, "Area", text_member(cli, the_case, "area"));
    add_labelled(out, "Worker", text_member(cli, the_case, "worker"));
    add_labelled(out, "Opened", print_when(cli, &cli->arena, json_get_text(the_case, "opened")));
    closed = print_when(cli, &cli->arena, json_get_text(the_case, "closed"));
    add_labelled(out, "Closed", closed);
    add_links(cli, out, the_case);
    add_older(cli, out, the_case, titles);
    buffer_printf(out, "%-10s %lld\n", "Version", (long long)json_get_integer(the_case, "version", 0));
    add_standing(out, json_member_of(the_case, "configuration"), titles);
}

/* --- the fields ---------------------------------------------------------------------------- */

static const struct json *field_value(const struct json *the_case, struct text name)
{
    const struct json *value = json_get(json_member_of(the_case, "computed"), name);
    return value ? value : json_get(json_member_of(the_case, "data"), name);
}

/* A choice's option by its title; a person with the name; a list an item a line; else the value. */
static void add_value(struct buffer *out, const struct json *the_case, const struct json *field,
                      const struct json *value)
{
    const struct json *options = json_member_of(field, "options");
    const struct json *person = json_get(json_member_of(the_case, "people"), json_text(value));
    if (value->type == JSON_ARRAY) {
        for (uint32_t i = 0; i < value->count; i++) {
            buffer_string(out, i ? "; " : "");
            add_value(out, the_case, field, &value->elements[i]);
        }
        return;
    }
    if (text_is(json_get_text(field, "type"), "person") && person) {
        buffer_printf(out, "%.*s %.*s", TEXT_ARGS(json_text(value)),
                      TEXT_ARGS(json_get_text(person, "name")));
        return;
    }
    const struct json *option = value->type == JSON_STRING ? named(options, json_text(value)) : NULL;
    if (option) {
        buffer_text(out, title_of(option, json_text(value)));
    } else {
        print_value(out, value);
    }
}

static void add_field(struct buffer *out, const struct json *the_case, const struct json *field,
                      struct text name, const struct json *value)
{
    if (json_is_null(value) || (value->type == JSON_ARRAY && value->count == 0)) {
        return;
    }
    buffer_printf(out, "  %.*s: ", TEXT_ARGS(title_of(field, name)));
    add_value(out, the_case, field, value);
    buffer_byte(out, '\n');
}

/* In the order of the workflow; what it does not name (or all, when nobody knows it) by name. */
static void add_fields(struct buffer *out, const struct json *the_case, const struct titles *titles)
{
    const struct json *fields = json_member_of(titles->workflow, "fields"),
                      *data = json_member_of(the_case, "data");
    size_t before = out->size;
    buffer_string(out, "\nFile\n");
    size_t empty = out->size;
    for (uint32_t i = 0; fields && fields->type == JSON_ARRAY && i < fields->count; i++) {
        struct text name = json_get_text(&fields->elements[i], "name");
        add_field(out, the_case, &fields->elements[i], name, field_value(the_case, name));
    }
    for (uint32_t i = 0; data && data->type == JSON_OBJECT && i < data->count; i++) {
        if (!named(fields, data->members[i].name)) {
            add_field(out, the_case, NULL, data->members[i].name, &data->members[i].value);
        }
    }
    if (out->size == empty) {
        out->size = before;
    }
}

/* --- what is to be done ------------------------------------------------------------------------ */

static void add_work(struct cli *cli, struct buffer *out, const struct json *unsorted, const char *heading,
                     const char *name, bool open_alone)
{
    bool any = false;
    struct json list = rows_by_due(&cli->arena, unsorted);
    for (uint32_t i = 0; i < list.count; i++) {
        const struct json *one = &list.elements[i];
        struct text due = json_get_text(one, "due"), worker = json_get_text(one, "worker");
        if (open_alone && !json_get_boolean(one, "open", true)) {
            continue;
        }
        buffer_printf(out, "%s  %-16s  %.*s — %.*s", any ? "" : heading,
                      due.size ? print_when(cli, &cli->arena, due) : "", TEXT_ARGS(json_get_text(one, name)),
                      TEXT_ARGS(title_of(one, json_get_text(one, name))));
        any = true;
        if (text_is(json_get_text(one, "status"), "overdue") ||
            text_is(json_get_text(one, "status"), "late")) {
            buffer_printf(out, " (%.*s)", TEXT_ARGS(json_get_text(one, "status")));
        }
        if (json_get_boolean(one, "required", false)) {
            buffer_string(out, " (required)");
        }
        if (worker.size) {
            buffer_printf(out, ", %.*s", TEXT_ARGS(worker));
        }
        buffer_byte(out, '\n');
    }
}

/* The reader's own. A list that cannot be had is left out: the case is what was asked for. */
static void add_drafts(struct cli *cli, struct buffer *out, const struct json *the_case)
{
    struct reply reply;
    struct buffer query;
    buffer_init(&query, &cli->arena);
    query_add(&query, "case", json_get_text(the_case, "case"));
    struct ask ask = {.method = "GET", .path = TEXT("/v1/drafts"), .query = buffer_result(&query)};
    bool good = cli_ask(cli, &ask, &reply) == CLI_DONE && reply_is_good(&reply);
    const struct json *rows = good ? reply_rows(&reply.body) : NULL;
    for (uint32_t i = 0; rows && i < rows->count; i++) {
        const struct json *draft = &rows->elements[i];
        struct text of = json_get_text(draft, "of"), note = json_get_text(draft, "note");
        buffer_printf(out, "%s  %-16s  %.*s%s%.*s — %.*s%s%.*s\n", i ? "" : "\nYour drafts\n",
                      print_when(cli, &cli->arena, json_get_text(draft, "saved")),
                      TEXT_ARGS(json_get_text(draft, "event")), of.size ? ", " : "", TEXT_ARGS(of),
                      TEXT_ARGS(json_get_text(draft, "title")), note.size ? ". " : "", TEXT_ARGS(note));
    }
}

static int run(struct cli *cli)
{
    struct reply reply, workflows;
    struct titles titles;
    struct buffer out;
    int status = cli_ask_well(
        cli, &(struct ask){.method = "GET", .path = case_path(cli, cli->operands.at[0], "")}, &reply);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return CLI_DONE;
    }
    ask_titles(cli, &reply.body, &workflows, &titles);
    buffer_init(&out, &cli->arena);
    add_head(cli, &out, &reply.body, &titles);
    add_fields(&out, &reply.body, &titles);
    add_work(cli, &out, json_member_of(&reply.body, "tasks"), "\nTasks\n", "task", false);
    add_work(cli, &out, json_member_of(&reply.body, "deadlines"), "\nDeadlines\n", "deadline", true);
    add_drafts(cli, &out, &reply.body);
    cli_put(cli, buffer_result(&out));
    return CLI_DONE;
}

const struct cli_command show_command = {
    .name = "show",
    .summary = "shows a case",
    .usage = "CASE [--json]",
    .options = (const struct cli_option[]){{"json", NULL, "the case as JSON"}, {0}},
    .examples = (const char *const[]){"caseway show C-17", "caseway show C-17 --json", NULL},
    .least = 1,
    .most = 1,
    .run = run,
};
