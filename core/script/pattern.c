/* Lua's patterns, matched here and charged for step by step: a pattern such as ".-.-.-.-x" tries without end
 * inside of one C call, where no hook would see it.
 *
 * Taken: single characters, `.`, classes (%a %d …), sets, `* + - ?`, captures, and the anchors ^ and $. Not
 * taken, with a sentence: %b, %f, back references and captures of a position. */
#include "script/pattern.h"

#include "base/insist.h"
#include "script/host.h"

#include <ctype.h>

enum { MATCH_DEPTH_LIMIT = 150, STEPS_AT_ONCE = 256 };

static const char *match(struct matcher *matcher, const char *at, const char *pattern);

static const char *pattern_end(const struct matcher *matcher)
{
    return matcher->pattern.at + matcher->pattern.size;
}

static void step(struct matcher *matcher)
{
    if (++matcher->steps == STEPS_AT_ONCE) {
        matcher->steps = 0;
        budget_charge(matcher->lua, STEPS_AT_ONCE);
    }
}

/* Behind the single character, class or set that begins at PATTERN. */
static const char *item_end(const struct matcher *matcher, const char *pattern)
{
    const char *end = pattern_end(matcher);
    char first = *pattern++;
    if (first == '%') {
        if (pattern == end) {
            fault_raise(matcher->lua, "a pattern ends with %%");
        }
        if (*pattern == 'b' || *pattern == 'f' || isdigit((unsigned char)*pattern)) {
            fault_raise(matcher->lua, "a pattern has %%%c, which is not taken here", *pattern);
        }
        return pattern + 1;
    }
    if (first != '[') {
        return pattern;
    }
    pattern += pattern < end && *pattern == '^';
    do { /* the first of a set may be ] itself */
        if (pattern < end && *pattern == '%') {
            pattern++;
        }
        if (pattern >= end) {
            fault_raise(matcher->lua, "a set in a pattern has no ]");
        }
        pattern++;
    } while (pattern < end && *pattern != ']');
    if (pattern >= end) {
        fault_raise(matcher->lua, "a set in a pattern has no ]");
    }
    return pattern + 1;
}

static bool in_class(unsigned char c, char class)
{
    bool is;
    switch (tolower((unsigned char)class)) {
    case 'a':
        is = isalpha(c);
        break;
    case 'd':
        is = isdigit(c);
        break;
    case 'l':
        is = islower(c);
        break;
    case 's':
        is = isspace(c);
        break;
    case 'u':
        is = isupper(c);
        break;
    case 'w':
        is = isalnum(c);
        break;
    case 'x':
        is = isxdigit(c);
        break;
    case 'p':
        is = ispunct(c);
        break;
    case 'c':
        is = iscntrl(c);
        break;
    case 'g':
        is = isgraph(c);
        break;
    default:
        return (unsigned char)class == c;
    }
    return isupper((unsigned char)class) ? !is : is;
}

/* SET is "[…", LAST its bracket. */
static bool in_set(unsigned char c, const char *set, const char *last)
{
    bool wanted = true;
    const char *at = set + 1;
    if (*at == '^') {
        wanted = false;
        at++;
    }
    while (at < last) {
        if (*at == '%') {
            if (in_class(c, at[1])) {
                return wanted;
            }
            at += 2;
        } else if (at + 2 < last && at[1] == '-') {
            if ((unsigned char)at[0] <= c && c <= (unsigned char)at[2]) {
                return wanted;
            }
            at += 3;
        } else if ((unsigned char)*at++ == c) {
            return wanted;
        }
    }
    return !wanted;
}

static bool matches_item(struct matcher *matcher, const char *at, const char *item, const char *end)
{
    step(matcher);
    if (at >= subject_end(matcher)) {
        return false;
    }
    unsigned char c = (unsigned char)*at;
    switch (*item) {
    case '.':
        return true;
    case '%':
        return in_class(c, item[1]);
    case '[':
        return in_set(c, item, end - 1);
    default:
        return (unsigned char)*item == c;
    }
}

/* As many as there are, then fewer. */
static const char *match_most(struct matcher *matcher, const char *at, const char *item, const char *end)
{
    const char *last = at;
    while (matches_item(matcher, last, item, end)) {
        last++;
    }
    for (; last >= at; last--) {
        const char *result = match(matcher, last, end + 1);
        if (result) {
            return result;
        }
    }
    return NULL;
}

/* None, then more. */
static const char *match_least(struct matcher *matcher, const char *at, const char *item, const char *end)
{
    for (;; at++) {
        const char *result = match(matcher, at, end + 1);
        if (result || !matches_item(matcher, at, item, end)) {
            return result;
        }
    }
}

static const char *open_capture(struct matcher *matcher, const char *at, const char *pattern)
{
    if (matcher->count >= CAPTURE_LIMIT) {
        fault_raise(matcher->lua, "a pattern has more than %d captures", CAPTURE_LIMIT);
    }
    if (pattern < pattern_end(matcher) && *pattern == ')') {
        fault_raise(matcher->lua, "a pattern has (), which is not taken here");
    }
    matcher->captures[matcher->count++] = (struct capture){.at = at, .size = OPEN};
    const char *result = match(matcher, at, pattern);
    if (!result) {
        matcher->count--;
    }
    return result;
}

static const char *close_capture(struct matcher *matcher, const char *at, const char *pattern)
{
    int open = matcher->count - 1;
    while (open >= 0 && matcher->captures[open].size != OPEN) {
        open--;
    }
    if (open < 0) {
        fault_raise(matcher->lua, "a pattern has a ) too many");
    }
    matcher->captures[open].size = at - matcher->captures[open].at;
    const char *result = match(matcher, at, pattern);
    if (!result) {
        matcher->captures[open].size = OPEN;
    }
    return result;
}

/* One item with what follows it; where *GO_ON is set, there is no answer yet and *AT and *PATTERN have moved.
 */
static const char *match_item(struct matcher *matcher, const char **at, const char **pattern, bool *go_on)
{
    const char *item = *pattern, *end = item_end(matcher, item);
    char times = end < pattern_end(matcher) ? *end : '\0';
    *go_on = false;
    if (times == '*') {
        return match_most(matcher, *at, item, end);
    }
    if (times == '-') {
        return match_least(matcher, *at, item, end);
    }
    bool matched = matches_item(matcher, *at, item, end);
    if (times == '+') {
        return matched ? match_most(matcher, *at + 1, item, end) : NULL;
    }
    const char *result = times == '?' && matched ? match(matcher, *at + 1, end + 1) : NULL;
    *go_on = !result && (matched || times == '?');
    *at += matched && times != '?';
    *pattern = times == '?' ? end + 1 : end;
    return result;
}

/* The end of what matches from AT on, or NULL. */
static const char *match(struct matcher *matcher, const char *at, const char *pattern)
{
    if (++matcher->depth > MATCH_DEPTH_LIMIT) {
        fault_raise(matcher->lua, "a pattern is too complicated");
    }
    const char *result = NULL;
    bool go_on = true;
    while (go_on) {
        step(matcher);
        go_on = false;
        if (pattern == pattern_end(matcher)) {
            result = at;
        } else if (*pattern == '(') {
            result = open_capture(matcher, at, pattern + 1);
        } else if (*pattern == ')') {
            result = close_capture(matcher, at, pattern + 1);
        } else if (*pattern == '$' && pattern + 1 == pattern_end(matcher)) {
            result = at == subject_end(matcher) ? at : NULL;
        } else {
            result = match_item(matcher, &at, &pattern, &go_on);
        }
    }
    matcher->depth--;
    return result;
}

const char *pattern_search(struct matcher *matcher, const char **at)
{
    insist(*at && matcher->pattern.at); /* a text of Lua's has bytes, if only its NUL */
    bool anchored = matcher->pattern.size && matcher->pattern.at[0] == '^';
    for (; *at <= subject_end(matcher); ++*at) {
        matcher->count = matcher->depth = 0;
        const char *end = match(matcher, *at, matcher->pattern.at + anchored);
        if (end || anchored) {
            return end;
        }
    }
    return NULL;
}
