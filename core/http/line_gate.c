#include "http/line_gate.h"

#include <string.h>

enum {
    /* A method, two blanks and a version beside the target. */
    FIRST_LINE_LIMIT = HTTP_TARGET_LIMIT + 64
};

/* What needs a closer look: control characters (tab, CR and LF among them) and DEL. */
static bool is_control(char byte)
{
    return (unsigned char)byte < 0x20 || byte == 0x7F;
}

void line_gate_init(struct line_gate *gate, bool trailer)
{
    *gate = (struct line_gate){.first = !trailer};
}

static enum line_gate_result fault(struct line_gate *gate, int status, const char *detail)
{
    gate->fault = (struct http_fault){status, detail};
    return LINE_GATE_FAULT;
}

/* The line ends here. */
static enum line_gate_result end_line(struct line_gate *gate)
{
    if (!gate->after_return) {
        return fault(gate, 400, "Each line ends with CR LF, not with LF alone.");
    }
    gate->after_return = false;
    if (gate->first && gate->line == 0) {
        gate->leading += 2;
        return gate->leading <= 2 * HTTP_EMPTY_LINES_LIMIT
                   ? LINE_GATE_MORE
                   : fault(gate, 400, "Too many empty lines stand before the request.");
    }
    if (gate->line == 0) {
        return LINE_GATE_END;
    }
    gate->headers += gate->first ? 0 : 2;
    gate->first = false;
    gate->line = 0;
    return LINE_GATE_MORE;
}

static enum line_gate_result pass_control(struct line_gate *gate, char byte)
{
    if (byte == '\n') {
        return end_line(gate);
    }
    if (gate->after_return) {
        return fault(gate, 400, "A CR stands without its LF.");
    }
    if (byte == '\r') {
        gate->after_return = true;
        return LINE_GATE_MORE;
    }
    if (byte != '\t' || gate->first) {
        return fault(gate, 400, "A line holds a control character.");
    }
    gate->line++;
    gate->headers++;
    return gate->line > 1 ? LINE_GATE_MORE
                          : fault(gate, 400, "A header line begins with a blank (obs-fold).");
}

/* COUNT bytes that are not control characters. */
static enum line_gate_result pass_plain(struct line_gate *gate, const char *bytes, size_t count)
{
    if (gate->after_return) {
        return fault(gate, 400, "A CR stands without its LF.");
    }
    if (!gate->first && gate->line == 0 && bytes[0] == ' ') {
        return fault(gate, 400, "A header line begins with a blank (obs-fold).");
    }
    gate->line += count;
    gate->headers += gate->first ? 0 : count;
    return LINE_GATE_MORE;
}

static enum line_gate_result check_limits(struct line_gate *gate)
{
    if (gate->first && gate->line > FIRST_LINE_LIMIT) {
        return fault(gate, 414, "The target of a request has at most 8192 bytes.");
    }
    if (gate->headers > HTTP_HEADERS_LIMIT) {
        return fault(gate, 431, "The headers of a request have at most 16384 bytes together.");
    }
    return LINE_GATE_MORE;
}

enum line_gate_result line_gate_pass(struct line_gate *gate, const char *bytes, size_t size, size_t *used)
{
    enum line_gate_result result = LINE_GATE_MORE;
    size_t at = 0;
    while (at < size && result == LINE_GATE_MORE) {
        size_t plain = at;
        while (plain < size && !is_control(bytes[plain])) {
            plain++;
        }
        if (plain > at) {
            result = pass_plain(gate, bytes + at, plain - at);
            at = plain;
        } else {
            result = pass_control(gate, bytes[at++]);
        }
        if (result == LINE_GATE_MORE) {
            result = check_limits(gate);
        }
    }
    *used = at;
    return result;
}

static bool is_token_byte(char byte)
{
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')) {
        return true;
    }
    return byte && strchr("!#$%&'*+-.^_`|~", byte);
}

bool http_is_token(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!is_token_byte(text.at[i])) {
            return false;
        }
    }
    return text.size > 0;
}
