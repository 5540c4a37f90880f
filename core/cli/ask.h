/* Requests, as the commands make them, and what came back. Private to this room. */
#ifndef CASEWAY_CLI_ASK_H
#define CASEWAY_CLI_ASK_H

#include "cli/command.h"

/* A request; parts that are left empty are not there. */
struct ask {
    const char *method;
    struct text path, query;
    struct text body;
    struct text content_type; /* of the body; empty: JSON */
    struct text accept;       /* empty: JSON */
    struct text key, if_match;
    struct arena *arena; /* where the reply shall live; NULL: the run's */
};

struct reply {
    int status;
    struct json body; /* JSON_NULL when there is none, or it is not one JSON value */
    struct text text; /* as it came */
    struct text etag, location;
};

/* Sends it. CLI_DONE when there is a reply, whatever it says; else it has been said what failed. */
int cli_ask(struct cli *cli, const struct ask *ask, struct reply *reply);
/* The same, for a reply of success alone (2xx); anything else is said, and what it means is given. */
int cli_ask_well(struct cli *cli, const struct ask *ask, struct reply *reply);
static inline bool reply_is_good(const struct reply *reply)
{
    return reply->status >= 200 && reply->status < 300;
}
/* Says what a reply of failure says (RFC 9457), and gives the exit status that it means. */
int cli_say_problem(struct cli *cli, const struct reply *reply);
/* The answer to a command in a reply, also out of the problem that it is within (a refusal's); NULL when
 * there is none. */
const struct json *reply_answer(struct cli *cli, const struct reply *reply);

/* Adds "name=value" (percent-encoded, RFC 3986) to QUERY; an empty value is not added. */
void query_add(struct buffer *query, const char *name, struct text value);
/* The option of that name, under the same name, if it was given. */
void query_add_option(struct cli *cli, struct buffer *query, const char *name);
/* NAME as a segment of a path. */
struct text url_segment(struct cli *cli, const char *name);
/* "/v1/cases/REFERENCE" and TAIL. */
struct text case_path(struct cli *cli, const char *reference, const char *tail);

#endif
