/* Requests and what came back. See ask.h. */
#include "cli/ask.h"

#include <string.h>

int cli_ask(struct cli *cli, const struct ask *ask, struct reply *reply)
{
    struct arena *arena = ask->arena ? ask->arena : &cli->arena;
    struct exchange exchange = {0};
    struct error error;
    bool has_body = ask->body.size > 0;
    arena_init(&exchange.arena);
    exchange.request = (struct request){
        .method = text_of(ask->method),
        .path = ask->path,
        .query = ask->query,
        .idempotency_key = ask->key,
        .if_match = ask->if_match,
        .accept = ask->accept.size ? ask->accept : TEXT("application/json"),
        .content_type = ask->content_type.size ? ask->content_type
                        : has_body             ? TEXT("application/json")
                                               : TEXT(""),
        .body = ask->body,
        .principal = access_operator(text_of(cli->host->user)),
        .authenticated = true,
    };
    *reply = (struct reply){.body = json_null()};
    enum status status = cli->host->ask(cli->host->self, &exchange, &error);
    if (status == STATUS_OK) {
        const struct response *response = &exchange.response;
        reply->status = response->status;
        reply->text = text_copy(arena, response->body);
        reply->etag = text_copy(arena, response->etag);
        reply->location = text_copy(arena, response->location);
        if (text_find(response->content_type, 'j') < response->content_type.size &&
            !text_starts(response->content_type, TEXT("application/x-ndjson"))) {
            json_read(arena, response->body, &reply->body, NULL);
        }
    }
    arena_deinit(&exchange.arena);
    return status == STATUS_OK ? CLI_DONE : cli_failed(cli, &error);
}

int cli_ask_well(struct cli *cli, const struct ask *ask, struct reply *reply)
{
    int status = cli_ask(cli, ask, reply);
    if (status != CLI_DONE || reply_is_good(reply)) {
        return status;
    }
    return cli_say_problem(cli, reply);
}

/* What was asked cannot be (4xx): refused. What went wrong meanwhile (5xx): a failure. */
static int status_of(const struct reply *reply)
{
    if (reply->status == 400) {
        return CLI_USAGE;
    }
    return reply->status < 500 ? CLI_REFUSED : CLI_FAILED;
}

int cli_say_problem(struct cli *cli, const struct reply *reply)
{
    struct text detail = json_get_text(&reply->body, "detail");
    if (detail.size == 0) {
        detail = json_get_text(&reply->body, "title");
    }
    if (detail.size == 0) {
        detail = text_printf(&cli->arena, "the request was answered with status %d", reply->status);
    }
    cli_complain(cli, "%.*s", TEXT_ARGS(detail));
    return status_of(reply);
}

const struct json *reply_answer(struct cli *cli, const struct reply *reply)
{
    static const char *const of_problem[] = {"type", "title", "status", "detail"};
    if (!json_member_of(&reply->body, "outcome")) {
        return NULL;
    }
    struct json *answer = arena_new(&cli->arena, struct json);
    *answer = json_shallow(&cli->arena, reply->body);
    for (size_t i = 0; !reply_is_good(reply) && i < sizeof of_problem / sizeof *of_problem; i++) {
        json_unset(answer, text_of(of_problem[i]));
    }
    return answer;
}

static void add_encoded(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= 'a' && byte <= 'z') || (byte && strchr("-._~", byte));
        if (plain) {
            buffer_byte(out, (char)byte);
        } else {
            buffer_printf(out, "%%%02X", byte);
        }
    }
}

void query_add(struct buffer *query, const char *name, struct text value)
{
    if (value.size) {
        buffer_printf(query, "%s%s=", query->size ? "&" : "", name);
        add_encoded(query, value);
    }
}

void query_add_option(struct cli *cli, struct buffer *query, const char *name)
{
    const char *value = cli_option(cli, name);
    query_add(query, name, text_of(value));
}

struct text url_segment(struct cli *cli, const char *name)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    add_encoded(&out, text_of(name));
    return buffer_result(&out);
}

struct text case_path(struct cli *cli, const char *reference, const char *tail)
{
    struct buffer path;
    buffer_init(&path, &cli->arena);
    buffer_string(&path, "/v1/cases/");
    add_encoded(&path, text_of(reference));
    buffer_string(&path, tail);
    return buffer_result(&path);
}
