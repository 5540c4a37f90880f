/* Lua's patterns (the manual's 6.4.1, whole), matched here and charged for step by step: a pattern such as
 * ".-.-.-.-x" tries without end inside of one C call, where no hook would see it. */
#include "script/pattern.h"

#include "base/insist.h"
#include "script/host.h"

#include <ctype.h>
#include <string.h>

enum { MATCH_DEPTH_LIMIT = 200, STEPS_AT_ONCE = 256 };

static const char *match(struct matcher *matcher, const char *at, const char *pattern);

static const char *pattern_end(const struct matcher *matcher)
{
    return matcher->pattern.at + matcher->pattern.size;
}

static void take_steps(struct matcher *matcher, size_t count)
{
    matcher->steps += count;
    if (matcher->steps >= STEPS_AT_ONCE) {
        budget_charge(matcher->lua, matcher->steps);
        matcher->steps = 0;
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
    take_steps(matcher, (size_t)(end - item));
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
    bool position = pattern < pattern_end(matcher) && *pattern == ')';
    matcher->captures[matcher->count++] = (struct capture){.at = at, .size = position ? POSITION : OPEN};
    const char *result = match(matcher, at, pattern + position);
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

/* %bxy: from an x to the y that balances it. PATTERN stands at the x. */
static const char *match_balance(struct matcher *matcher, const char *at, const char *pattern)
{
    if (pattern_end(matcher) - pattern < 2) {
        fault_raise(matcher->lua, "a pattern has %%b without two characters behind it");
    }
    if (at >= subject_end(matcher) || *at != pattern[0]) {
        return NULL;
    }
    size_t depth = 1;
    while (++at < subject_end(matcher)) {
        take_steps(matcher, 1);
        if (*at == pattern[1]) {
            if (--depth == 0) {
                return at + 1;
            }
        } else {
            depth += *at == pattern[0];
        }
    }
    return NULL;
}

/* %f[set]: between a character that is not of the set and one that is. PATTERN stands at the set, END behind
 * it; beyond the text there is a NUL on both sides. */
static bool at_frontier(struct matcher *matcher, const char *at, const char *pattern, const char *end)
{
    take_steps(matcher, (size_t)(end - pattern));
    unsigned char before = at == matcher->subject.at ? 0 : (unsigned char)at[-1];
    unsigned char here = at == subject_end(matcher) ? 0 : (unsigned char)*at;
    return !in_set(before, pattern, end - 1) && in_set(here, pattern, end - 1);
}

/* %1: what the first capture caught, once more. */
static const char *match_again(struct matcher *matcher, const char *at, char digit)
{
    int index = digit - '1';
    if (index < 0 || index >= matcher->count || matcher->captures[index].size < 0) {
        fault_raise(matcher->lua, "a pattern has %%%c, and there is no such capture before it", digit);
    }
    size_t size = (size_t)matcher->captures[index].size;
    take_steps(matcher, 1 + size / BUDGET_BYTES_AT_ONCE);
    bool same =
        size <= (size_t)(subject_end(matcher) - at) && memcmp(matcher->captures[index].at, at, size) == 0;
    return same ? at + size : NULL;
}

/* What begins with % and is no class: true when PATTERN stands at such a thing; *AT becomes the end of what
 * it matches, or NULL. */
static bool match_special(struct matcher *matcher, const char **at, const char **pattern)
{
    const char *what = *pattern + 1;
    if (**pattern != '%' || what >= pattern_end(matcher)) {
        return false;
    }
    if (isdigit((unsigned char)*what)) {
        *at = match_again(matcher, *at, *what);
        *pattern = what + 1;
        return true;
    }
    if (*what == 'b') {
        *at = match_balance(matcher, *at, what + 1);
        *pattern = *at ? what + 3 : what;
        return true;
    }
    if (*what != 'f') {
        return false;
    }
    if (what + 1 >= pattern_end(matcher) || what[1] != '[') {
        fault_raise(matcher->lua, "a pattern has %%f without a set behind it");
    }
    const char *end = item_end(matcher, what + 1);
    *at = at_frontier(matcher, *at, what + 1, end) ? *at : NULL;
    *pattern = end;
    return true;
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
        take_steps(matcher, 1);
        go_on = false;
        if (pattern == pattern_end(matcher)) {
            result = at;
        } else if (*pattern == '(') {
            result = open_capture(matcher, at, pattern + 1);
        } else if (*pattern == ')') {
            result = close_capture(matcher, at, pattern + 1);
        } else if (*pattern == '$' && pattern + 1 == pattern_end(matcher)) {
            result = at == subject_end(matcher) ? at : NULL;
        } else if (match_special(matcher, &at, &pattern)) {
            go_on = at != NULL;
        } else {
            result = match_item(matcher, &at, &pattern, &go_on);
        }
    }
    matcher->depth--;
    return result;
}

const char *pattern_match(struct matcher *matcher, const char *at, const char *pattern)
{
    insist(at && pattern); /* a text of Lua's has bytes, if only its NUL */
    matcher->count = matcher->depth = 0;
    return match(matcher, at, pattern);
}

const char *pattern_search(struct matcher *matcher, const char **at)
{
    bool anchored = pattern_is_anchored(matcher);
    for (; *at <= subject_end(matcher); ++*at) {
        const char *end = pattern_match(matcher, *at, matcher->pattern.at + anchored);
        if (end || anchored) {
            return end;
        }
    }
    return NULL;
}
