/* Commands made from arguments, and their answers. See act.h. */
#include "cli/act.h"

void act_option(struct cli *cli, struct json *command, const char *name, const char *member)
{
    const char *value = cli_option(cli, name);
    if (value) {
        json_set(&cli->arena, command, text_of(member), json_string(text_of(value)));
    }
}

void act_begin(struct cli *cli, struct json *command)
{
    static const char *const shared[] = {"at", "actor", "role", "key"};
    *command = json_object();
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        act_option(cli, command, shared[i], shared[i]);
    }
}

static int read_field(struct cli *cli, const char *operand, struct json *data)
{
    struct text whole = text_of(operand), name = text_part(whole, 0, text_find(whole, '='));
    struct text value = text_part(whole, name.size + 1, SIZE_MAX);
    struct json json = json_string(value);
    struct error error;
    if (name.size == whole.size) {
        return cli_wrong(cli, "“%s” is not an answer; write field=value, or field:=JSON", operand);
    }
    if (text_ends(name, TEXT(":"))) {
        name.size--;
        if (json_read(&cli->arena, value, &json, &error) != STATUS_OK) {
            return cli_wrong(cli, "what follows %.*s:= is no JSON, at %s: %s", TEXT_ARGS(name), error.place,
                             error.message);
        }
    }
    if (name.size == 0) {
        return cli_wrong(cli, "“%s” names no field; write field=value", operand);
    }
    if (!text_is_utf8(whole)) {
        return cli_wrong(cli, "“%.*s” is not UTF-8", TEXT_ARGS(name));
    }
    if (json_get(data, name)) {
        return cli_wrong(cli, "“%.*s” is answered twice", TEXT_ARGS(name));
    }
    json_set(&cli->arena, data, name, json);
    return CLI_DONE;
}

int act_fields(struct cli *cli, size_t first, struct json *command)
{
    struct json data = json_object();
    for (size_t i = first; i < cli->operands.count; i++) {
        int status = read_field(cli, cli->operands.at[i], &data);
        if (status != CLI_DONE) {
            return status;
        }
    }
    if (data.count) {
        json_set(&cli->arena, command, TEXT("data"), data);
    }
    return CLI_DONE;
}

/* JSON carries UTF-8 alone, and arguments are any bytes. */
static bool is_utf8(const struct json *command)
{
    for (uint32_t i = 0; i < command->count; i++) {
        const struct json *value = &command->members[i].value;
        if (value->type == JSON_STRING && !text_is_utf8(json_text(value))) {
            return false;
        }
    }
    return true;
}

int act_send(struct cli *cli, struct text path, struct text query, const struct json *command,
             struct reply *reply, const struct json **answer)
{
    if (!is_utf8(command)) {
        return cli_wrong(cli, "an option is not UTF-8");
    }
    int status = cli_ask(
        cli,
        &(struct ask){
            .method = "POST", .path = path, .query = query, .body = json_to_text(&cli->arena, command)},
        reply);
    if (status != CLI_DONE) {
        return status;
    }
    *answer = reply_answer(cli, reply);
    return *answer ? CLI_DONE : cli_say_problem(cli, reply);
}

/* What became of the case where its states say nothing of it. */
static const struct {
    const char *event, *words;
} without_a_step[] = {
    {"unmerge", "a record of its own again, in "},
    {"move.accepted", "taken over, in "},
    {"move.declined", "not on offer any more, in "},
    {"move.withdrawn", "not on offer any more, in "},
    {"link", "linked, and still in "},
    {"unlink", "no longer linked to it, and still in "},
};

/* "now in a, b"; "merged into C-1; work goes on there": what follows “C-9 is”. */
static void print_became(struct buffer *out, const struct json *answer, const char *otherwise)
{
    struct text event = json_get_text(answer, "event"), into = json_get_text(answer, "merged_into");
    struct text to = json_get_text(json_member_of(answer, "would"), "to");
    if (text_is(event, "merge") && into.size) {
        buffer_printf(out, "merged into %.*s; work goes on there.\n", TEXT_ARGS(into));
        return;
    }
    if (text_is(event, "move") && to.size) {
        buffer_printf(out, "offered to %.*s; until it is taken over, work goes on here, in ", TEXT_ARGS(to));
        otherwise = "";
    }
    for (size_t i = 0; i < sizeof without_a_step / sizeof *without_a_step; i++) {
        otherwise = text_is(event, without_a_step[i].event) ? without_a_step[i].words : otherwise;
    }
    buffer_string(out, otherwise);
    print_configuration(out, json_member_of(answer, "configuration"));
    buffer_string(out, ".\n");
}

static void say_done(struct cli *cli, const struct json *answer)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    buffer_printf(&out, "%s: %.*s is ", json_get_boolean(answer, "repeated", false) ? "done already" : "done",
                  TEXT_ARGS(json_get_text(answer, "case")));
    print_became(&out, answer, "now in ");
    cli_put(cli, buffer_result(&out));
}

/* Whoever opens a case for somebody who is in the service, or was, sees it. */
static void say_known(struct cli *cli, const struct json *answer)
{
    const struct json *known = json_member_of(answer, "known");
    for (uint32_t i = 0; known && known->type == JSON_ARRAY && i < known->count; i++) {
        const struct json *one = &known->elements[i];
        cli_say(cli, "%.*s is known here: %s %.*s (%.*s).\n", TEXT_ARGS(json_get_text(one, "person")),
                json_get_boolean(one, "open", false) ? "open in" : "closed,",
                TEXT_ARGS(json_get_text(one, "case")), TEXT_ARGS(json_get_text(one, "part")));
    }
}

static void say_would(struct cli *cli, const struct json *answer)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    print_would(cli, &out, json_member_of(answer, "would"));
    cli_put(cli, buffer_result(&out));
}

static void say_not_done(struct cli *cli, const struct json *answer)
{
    struct text reference = json_get_text(answer, "case"), error = json_get_text(answer, "error");
    const struct json *configuration = json_member_of(answer, "configuration");
    struct buffer out;
    buffer_init(&out, &cli->arena);
    buffer_text(&out, json_get_text(answer, "outcome"));
    if (text_is(json_get_text(answer, "outcome"), "unknown")) {
        buffer_printf(&out, ": the workflow has no event “%.*s”", TEXT_ARGS(json_get_text(answer, "event")));
    }
    if (error.size) {
        buffer_printf(&out, ": %.*s", TEXT_ARGS(error));
    }
    if (reference.size && configuration && configuration->count) {
        buffer_printf(&out, "; %.*s stays in ", TEXT_ARGS(reference));
        print_configuration(&out, configuration);
    }
    buffer_string(&out, ".\n");
    print_trace(&out, answer);
    print_unmet(cli, &out, answer);
    cli_put(cli, buffer_result(&out));
}

int act_say(struct cli *cli, const struct json *answer)
{
    struct text outcome = json_get_text(answer, "outcome");
    bool done = text_is(outcome, "done");
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, answer);
    } else if (done) {
        say_done(cli, answer);
        say_known(cli, answer);
        say_would(cli, answer);
    } else {
        say_not_done(cli, answer);
    }
    return done ? CLI_DONE : text_is(outcome, "failed") ? CLI_FAILED : CLI_REFUSED;
}

/* All that the plan would do, in the order in which a person asks: the file, where it stands, work, dates,
 * what leaves. */
static void say_details(struct cli *cli, const struct json *answer, const struct json *details)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    print_states(&out, json_member_of(details, "states"), json_get_text(answer, "case"));
    print_fields(&out, json_member_of(details, "fields"));
    print_tasks(cli, &out, json_member_of(details, "tasks"));
    print_deadlines(cli, &out, json_member_of(details, "deadlines"));
    print_messages(&out, json_member_of(details, "messages"));
    print_told(&out, json_member_of(details, "told"));
    print_notes(&out, json_member_of(details, "notes"));
    print_would(cli, &out, json_member_of(answer, "would"));
    cli_put(cli, buffer_result(&out));
}

int act_say_dry(struct cli *cli, const struct reply *reply, const struct json *answer)
{
    const struct json *details = json_member_of(&reply->body, "details");
    bool done = text_is(json_get_text(answer, "outcome"), "done");
    if (cli_switch(cli, "json")) {
        cli_say_json(cli, &reply->body);
        return done                                                  ? CLI_DONE
               : text_is(json_get_text(answer, "outcome"), "failed") ? CLI_FAILED
                                                                     : CLI_REFUSED;
    }
    struct text reference = json_get_text(answer, "case");
    struct buffer out;
    buffer_init(&out, &cli->arena);
    if (text_is(json_get_text(answer, "outcome"), "refused")) {
        buffer_string(&out, "This would be refused:\n");
        print_unmet(cli, &out, answer);
        cli_put(cli, buffer_result(&out));
        return CLI_REFUSED;
    }
    if (!done) {
        return act_say(cli, answer);
    }
    buffer_printf(&out, "This would happen; nothing is kept.\n%.*s would be ", TEXT_ARGS(reference));
    print_became(&out, answer, "in ");
    cli_put(cli, buffer_result(&out));
    say_details(cli, answer, details ? details : &reply->body);
    return CLI_DONE;
}
