/* `caseway plugin run`: one rule, action, hook or measure of a live case, asked as it stands. */
#include "cli/plugin.h"
#include "cli/print.h"

/* "run eligible", "run action tell", "run hook state.entered.x", "run measure work.busy". */
static int read_question(struct cli *cli, struct buffer *query)
{
    const char *first = plugin_operand(cli, 0);
    bool alone = plugin_operands(cli) == 1;
    static const char *const kinds[] = {"rule", "action", "hook", "measure"};
    bool known = alone;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        known = known || text_is(text_of(first), kinds[i]);
    }
    if (!known) {
        return cli_wrong(cli,
                         "plugin run takes a rule's name, “action NAME”, “hook POINT” or “measure "
                         "REPORT.ROW”, and not “%s”",
                         first);
    }
    if (!cli_option(cli, "case")) {
        return cli_wrong(cli, "plugin run wants its --case");
    }
    query_add(query, alone ? "rule" : first, text_of(plugin_operand(cli, alone ? 0 : 1)));
    query_add_option(cli, query, "plugin");
    return CLI_DONE;
}

static void say_effects(struct buffer *out, const struct json *effects)
{
    if (effects->count == 0) {
        buffer_string(out, "nothing follows\n");
    }
    for (uint32_t i = 0; i < effects->count; i++) {
        const struct json *effect = &effects->elements[i], *value = json_member_of(effect, "value");
        buffer_printf(out, "%.*s %.*s", TEXT_ARGS(json_get_text(effect, "effect")),
                      TEXT_ARGS(json_get_text(effect, "name")));
        if (value) {
            buffer_string(out, " = ");
            json_write(value, out);
        }
        buffer_byte(out, '\n');
    }
}

static void say_calls(struct buffer *out, const struct json *calls)
{
    for (uint32_t i = 0; calls && i < calls->count; i++) {
        const struct json *call = &calls->elements[i], *gave = json_member_of(call, "gave");
        buffer_printf(out, "  %.*s %.*s: %.*s ", TEXT_ARGS(json_get_text(call, "plugin")),
                      TEXT_ARGS(json_get_text(call, "version")), TEXT_ARGS(json_get_text(call, "call")));
        if (gave) {
            json_write(gave, out);
        } else {
            buffer_text(out, json_get_text(call, "failed"));
        }
        buffer_byte(out, '\n');
    }
}

/* "no: Lives outside the borough.  (answered by wcc)" */
static void say_answer(struct buffer *out, const struct json *answer)
{
    struct text sentence = json_get_text(answer, "sentence"), plugin = json_get_text(answer, "plugin");
    bool measure = json_get_text(answer, "measure").size > 0;
    if (measure && json_is_null(json_member_of(answer, "answer"))) {
        buffer_string(out, "no plugin says anything: the workflow's own expression counts\n");
        return;
    }
    const char *by = plugin.size ? "answered by "
                     : measure   ? "instead of the workflow's own expression"
                                 : "the workflow's default";
    buffer_printf(out, "%.*s%s%.*s  (%s%.*s)\n", TEXT_ARGS(json_get_text(answer, "words")),
                  sentence.size ? ": " : "", TEXT_ARGS(sentence), by, TEXT_ARGS(plugin));
}

static int say(struct cli *cli, const struct json *answer)
{
    struct buffer out;
    struct text failed = json_get_text(answer, "failed"), place = json_get_text(answer, "place");
    const struct json *effects = json_member_of(answer, "effects");
    buffer_init(&out, &cli->arena);
    if (failed.size) {
        buffer_printf(&out, "failed: %.*s%s%.*s\n", TEXT_ARGS(place), place.size ? ": " : "",
                      TEXT_ARGS(failed));
        print_trace(&out, answer);
        cli_put(cli, buffer_result(&out));
        return CLI_REFUSED;
    }
    if (effects) {
        say_effects(&out, effects);
    } else {
        say_answer(&out, answer);
    }
    say_calls(&out, json_member_of(answer, "calls"));
    buffer_printf(&out, "%lld instructions; nothing was changed.\n",
                  (long long)json_get_integer(answer, "instructions", 0));
    cli_put(cli, buffer_result(&out));
    return CLI_DONE;
}

int plugin_run(struct cli *cli)
{
    struct buffer query;
    struct reply reply;
    buffer_init(&query, &cli->arena);
    int status = read_question(cli, &query);
    if (status != CLI_DONE) {
        return status;
    }
    struct ask request = {.method = "GET",
                          .path = case_path(cli, cli_option(cli, "case"), "/ask"),
                          .query = buffer_result(&query)};
    status = cli_ask_well(cli, &request, &reply);
    if (status == CLI_DONE && cli_switch(cli, "json")) {
        cli_say_json(cli, &reply.body);
        return json_get_text(&reply.body, "failed").size ? CLI_REFUSED : CLI_DONE;
    }
    return status == CLI_DONE ? say(cli, &reply.body) : status;
}
