#include "http/server_parts.h"

#include "base/insist.h"

#include <stdlib.h>

struct http_turn *turn_begin(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    struct http_turn *turn = server->turns;
    struct arena arena = {0};
    if (turn) {
        server->turns = turn->next;
        server->turns_count--;
        arena = turn->exchange.arena;
    } else {
        turn = memory_new(sizeof *turn);
    }
    *turn = (struct http_turn){.server = server, .connection = connection};
    turn->exchange.arena = arena;
    http_parser_init(&turn->parser, &turn->exchange.arena);
    connection->turn = turn;
    return turn;
}

void turn_end(struct http_turn *turn)
{
    struct http_server *server = turn->server;
    if (turn->connection) {
        turn->connection->turn = NULL;
    }
    server->bodies -= turn->body_counted;
    if (turn->exchange.arena.used > HTTP_TURN_ARENA_LIMIT) {
        arena_deinit(&turn->exchange.arena);
    }
    if (server->turns_count == HTTP_TURNS_KEPT) {
        arena_deinit(&turn->exchange.arena);
        free(turn);
        return;
    }
    arena_reset(&turn->exchange.arena);
    turn->next = server->turns;
    server->turns = turn;
    server->turns_count++;
}

bool turn_count_body(struct http_turn *turn)
{
    struct http_server *server = turn->server;
    server->bodies += turn->parser.body_room - turn->body_counted;
    turn->body_counted = turn->parser.body_room;
    return server->bodies <= server->options.bodies_limit;
}

/* On the loop's thread: the door is done with the turn. */
static void take_back(void *self)
{
    struct http_turn *turn = self;
    struct http_connection *connection = turn->connection;
    if (turn->handling) {
        turn->answered = true;
        return;
    }
    struct http_server *server = turn->server;
    if (connection) {
        connection_answer(connection);
        connection_resume(connection);
    } else {
        turn_end(turn);
    }
    server_release(server);
}

static void exchange_done(struct exchange *exchange)
{
    struct http_turn *turn = exchange->owner;
    struct loop *loop = turn->server->options.loop;
    if (loop_is_here(loop)) {
        take_back(turn);
    } else {
        loop_post(loop, take_back, turn);
    }
}

static struct text header_or(struct text value, const char *otherwise)
{
    return value.size ? value : text_of(otherwise);
}

/* Who asks: on the site's socket the kernel has told that already, as the connection was taken. */
static void identify(struct http_turn *turn, struct request *request)
{
    struct http_server *server = turn->server;
    const struct http_head *head = &turn->parser.head;
    if (turn->connection->is_operator) {
        request->principal = (struct principal){
            .user = header_or(head->actor, server->options.socket_user),
            .operator_ = true,
            .all_roles = true,
            .may_import = true,
        };
        request->authenticated = true;
        return;
    }
    const struct http_door *door = &server->options.door;
    struct text token = http_bearer(head);
    request->authenticated =
        token.size && door->authenticate(door->self, &turn->exchange.arena, token, &request->principal);
}

bool turn_hand_over(struct http_turn *turn)
{
    struct http_server *server = turn->server;
    const struct http_head *head = &turn->parser.head;
    struct request *request = &turn->exchange.request;
    *request = (struct request){
        .method = text_is(head->method, "HEAD") ? TEXT("GET") : head->method,
        .path = head->path,
        .query = head->query,
        .idempotency_key = head->idempotency_key,
        .if_match = head->if_match,
        .accept = head->accept,
        .content_type = head->content_type,
        .body = {turn->parser.body, turn->parser.body_size},
    };
    identify(turn, request);
    turn->exchange.done = exchange_done;
    turn->exchange.owner = turn;
    turn->closes = !turn->parser.keep_alive;
    server->holds++;
    turn->handling = true;
    server->options.door.handle(server->options.door.self, &turn->exchange);
    turn->handling = false;
    if (turn->answered) {
        insist(server->holds > 1); /* the connection's own */
        server->holds--;
    }
    return turn->answered;
}
