#include "http/response.h"

#include "base/json.h"
#include "base/log.h"
#include "time/civil.h"

#include <stdio.h>

const char *http_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    return "";
}

void http_problem(struct response *response, struct arena *arena, struct http_fault fault)
{
    struct buffer body;
    buffer_init(&body, arena);
    buffer_printf(&body, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":",
                  http_reason(fault.status), fault.status);
    json_write_string(text_of(fault.detail), &body);
    buffer_byte(&body, '}');
    *response = (struct response){
        .status = fault.status,
        .content_type = TEXT("application/problem+json"),
        .body = buffer_result(&body),
        .retry = fault.status == 503,
    };
}

void http_date(instant at, char text[HTTP_DATE_SIZE])
{
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int64_t day_milliseconds = INT64_C(86400000);
    int64_t day = at / day_milliseconds, rest = at % day_milliseconds;
    if (rest < 0) {
        rest += day_milliseconds;
        day--;
    }
    if (day < 0 || day > DATE_LAST) {
        day = rest = 0;
    }
    struct civil civil = date_civil((date)day);
    unsigned seconds = (unsigned)(rest / 1000);
    snprintf(text, HTTP_DATE_SIZE, "%s, %02u %s %04u %02u:%02u:%02u GMT", days[date_weekday((date)day)],
             (unsigned)civil.day % 100, months[civil.month - 1], (unsigned)civil.year % 10000, seconds / 3600,
             seconds / 60 % 60, seconds % 60);
}

bool http_response_has_body(const struct response *response)
{
    return response->status != 204 && response->status != 304;
}

/* What the door says may come from a case; it must not begin a line of its own. */
static void add_header(struct buffer *out, const char *name, struct text value)
{
    for (size_t i = 0; i < value.size; i++) {
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7F) {
            log_write(LOG_ERROR, "http",
                      "the header %s of a response holds a control character and is left out", name);
            return;
        }
    }
    if (value.size) {
        buffer_string(out, name);
        buffer_add(out, ": ", 2);
        buffer_text(out, value);
        buffer_add(out, "\r\n", 2);
    }
}

static void add_number(struct buffer *out, size_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buffer_add(out, digits + at, sizeof digits - at);
}

void http_response_head(struct buffer *out, const struct response *response, struct text fixed, bool closes)
{
    buffer_string(out, "HTTP/1.1 ");
    add_number(out, (size_t)response->status);
    buffer_byte(out, ' ');
    buffer_string(out, http_reason(response->status));
    buffer_add(out, "\r\n", 2);
    buffer_text(out, fixed);
    if (http_response_has_body(response)) {
        add_header(out, "Content-Type", response->content_type);
        buffer_string(out, "Content-Length: ");
        add_number(out, response->body.size);
        buffer_add(out, "\r\n", 2);
    }
    add_header(out, "ETag", response->etag);
    add_header(out, "Location", response->location);
    add_header(out, "Allow", response->allow);
    if (response->status == 401) {
        add_header(out, "WWW-Authenticate", TEXT("Bearer"));
    }
    if (response->retry) {
        add_header(out, "Retry-After", TEXT("1"));
    }
    if (closes) {
        add_header(out, "Connection", TEXT("close"));
    }
    buffer_add(out, "\r\n", 2);
}
