#include "http/request_gate.h"

#include "api/api.h"

#include <strings.h>

enum { LENGTH_DIGITS_LIMIT = 18 /* of a Content-Length: fits an int64_t */ };

/* Headers that we read; all others pass unread. A list may be sent in several lines (RFC 9110 §5.3), the rest
 * only once. */
static const struct known {
    struct text name;
    size_t place;
    bool list;
} known[] = {
#define KNOWN(name, member, list)                                                                            \
    {                                                                                                        \
        {"" name, sizeof(name) - 1}, offsetof(struct http_head, member), list                                \
    }
    KNOWN("host", host, false),
    KNOWN("content-length", content_length, false),
    KNOWN("transfer-encoding", transfer_encoding, false),
    KNOWN("expect", expect, false),
    KNOWN("authorization", authorization, false),
    KNOWN("caseway-actor", actor, false),
    KNOWN("idempotency-key", idempotency_key, false),
    KNOWN("if-match", if_match, true),
    KNOWN("accept", accept, true),
    KNOWN("content-type", content_type, false),
#undef KNOWN
};

static bool turn_away(struct http_fault *fault, int status, const char *detail)
{
    *fault = (struct http_fault){status, detail};
    return false;
}

/* Equal but for the case of ASCII letters. B is a C string. */
static bool same_word(struct text a, const char *b)
{
    return a.size == strlen(b) && strncasecmp(a.at, b, a.size) == 0;
}

static bool method_is_known(struct text method)
{
    static const char *const methods[] = {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (text_is(method, methods[i])) {
            return true;
        }
    }
    return false;
}

static bool read_version(struct http_head *head, struct text version, struct http_fault *fault)
{
    if (text_is(version, "HTTP/1.1") || text_is(version, "HTTP/1.0")) {
        head->version_1_0 = version.at[7] == '0';
        return true;
    }
    bool well_formed = version.size == 8 && text_starts(version, TEXT("HTTP/")) && version.at[5] >= '0' &&
                       version.at[5] <= '9' && version.at[6] == '.' && version.at[7] >= '0' &&
                       version.at[7] <= '9';
    return well_formed ? turn_away(fault, 505, "This server speaks HTTP/1.1 and HTTP/1.0.")
                       : turn_away(fault, 400, "The request line is not METHOD TARGET HTTP/1.1.");
}

/* Takes `http://authority` off an absolute target (RFC 9112 §3.2.2); the Host header is not compared with it.
 */
static struct text without_authority(struct text target)
{
    if (target.size <= 7 || strncasecmp(target.at, "http://", 7) != 0) {
        return target;
    }
    size_t end = 7;
    while (end < target.size && target.at[end] != '/' && target.at[end] != '?') {
        end++;
    }
    return text_part(target, end, SIZE_MAX);
}

static bool read_target(struct http_head *head, struct text target, struct http_fault *fault)
{
    if (target.size > HTTP_TARGET_LIMIT) {
        return turn_away(fault, 414, "The target of a request has at most 8192 bytes.");
    }
    for (size_t i = 0; i < target.size; i++) {
        if (target.at[i] <= ' ' || target.at[i] > '~' || target.at[i] == '#') {
            return turn_away(fault, 400,
                             "The target of a request is written in visible ASCII, without a fragment.");
        }
    }
    target = without_authority(target);
    bool whole_server = text_is(target, "*") && text_is(head->method, "OPTIONS");
    if (!text_starts(target, TEXT("/")) && !whole_server) {
        return turn_away(fault, 400, "The target of a request has a path, which begins with a slash.");
    }
    size_t question = text_find(target, '?');
    head->path = text_part(target, 0, question);
    head->query = text_part(target, question + 1, SIZE_MAX);
    return true;
}

bool request_gate_line(struct http_head *head, struct text line, struct http_fault *fault)
{
    size_t blank = text_find(line, ' ');
    struct text rest = text_part(line, blank + 1, SIZE_MAX);
    size_t second = text_find(rest, ' ');
    head->method = text_part(line, 0, blank);
    if (blank == line.size || second == rest.size || second == 0 || !http_is_token(head->method)) {
        return turn_away(fault, 400, "The request line is not METHOD TARGET HTTP/1.1.");
    }
    return read_version(head, text_part(rest, second + 1, SIZE_MAX), fault) &&
           (method_is_known(head->method) ||
            turn_away(fault, 501, "The method is none of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.")) &&
           read_target(head, text_part(rest, 0, second), fault);
}

static bool keep_value(struct text *place, struct arena *arena, struct text value, bool list,
                       struct http_fault *fault)
{
    if (!place->at) {
        *place = value;
    } else if (list) {
        *place = text_printf(arena, "%.*s, %.*s", TEXT_ARGS(*place), TEXT_ARGS(value));
    } else {
        return turn_away(fault, 400, "A header that has one value is sent twice.");
    }
    return true;
}

bool request_gate_header(struct http_head *head, struct arena *arena, struct text name, struct text value,
                         struct http_fault *fault)
{
    if (!http_is_token(name)) {
        return turn_away(fault, 400, "The name of a header is not a token.");
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (name.size == known[i].name.size && strncasecmp(name.at, known[i].name.at, name.size) == 0) {
            if (!text_is_utf8(value)) {
                return turn_away(fault, 400, "The value of a header is not UTF-8.");
            }
            return keep_value((struct text *)((char *)head + known[i].place), arena, value, known[i].list,
                              fault);
        }
    }
    return true;
}

static bool check_host(const struct http_head *head, struct http_fault *fault)
{
    if (!head->host.at) {
        return head->version_1_0 ||
               turn_away(fault, 400, "A request has one Host header; this one has none.");
    }
    for (size_t i = 0; i < head->host.size; i++) {
        char byte = head->host.at[i];
        bool alphanumeric =
            (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
        if (!alphanumeric && (!byte || !strchr("-._~%!$&'()*+,;=:[]", byte))) {
            return turn_away(fault, 400, "The Host header is not a name and a port.");
        }
    }
    return head->host.size > 0 || turn_away(fault, 400, "The Host header is empty.");
}

static bool read_length(struct http_head *head, struct http_fault *fault)
{
    struct text digits = head->content_length;
    if (!digits.size || digits.size > LENGTH_DIGITS_LIMIT) {
        return turn_away(fault, 400, "The Content-Length is not a number of bytes.");
    }
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') {
            return turn_away(fault, 400, "The Content-Length is not a number of bytes.");
        }
        head->length = head->length * 10 + (uint64_t)(digits.at[i] - '0');
    }
    return true;
}

static bool check_framing(struct http_head *head, struct http_fault *fault)
{
    if (!head->transfer_encoding.at) {
        return !head->content_length.at || read_length(head, fault);
    }
    if (head->content_length.at) {
        return turn_away(fault, 400, "A request has Content-Length or Transfer-Encoding, not both.");
    }
    if (head->version_1_0) {
        return turn_away(fault, 400, "HTTP/1.0 has no Transfer-Encoding.");
    }
    return http_is_chunked(head) ||
           turn_away(fault, 400, "The only Transfer-Encoding taken is chunked, alone.");
}

bool request_gate_headers(struct http_head *head, struct http_fault *fault)
{
    if (!check_host(head, fault) || !check_framing(head, fault)) {
        return false;
    }
    bool import = text_is(head->path, "/v1/import") && text_is(head->method, "POST");
    head->body_limit = import ? API_IMPORT_BODY_LIMIT : API_BODY_LIMIT;
    if (head->length > head->body_limit) {
        return turn_away(fault, 413,
                         import ? "The body of an import has at most 8 MiB; send it in parts."
                                : "The body of a request has at most 1 MiB.");
    }
    if (head->actor.size > HTTP_ACTOR_LIMIT || text_find(head->actor, '\t') < head->actor.size) {
        return turn_away(fault, 400, "The name in Caseway-Actor has at most 128 bytes, and no tab.");
    }
    return !head->expect.at || same_word(head->expect, "100-continue") ||
           turn_away(fault, 417, "The only Expect that is met is 100-continue.");
}

bool http_is_chunked(const struct http_head *head)
{
    return same_word(head->transfer_encoding, "chunked");
}

bool http_has_body(const struct http_head *head)
{
    return head->length > 0 || http_is_chunked(head);
}

bool http_expects_continue(const struct http_head *head)
{
    return head->expect.size && !head->version_1_0;
}

struct text http_bearer(const struct http_head *head)
{
    struct text value = head->authorization;
    if (value.size <= 7 || strncasecmp(value.at, "Bearer ", 7) != 0) {
        return (struct text){0};
    }
    return text_trim(text_part(value, 7, SIZE_MAX));
}
