/* A plugin's code, read word by word without being run: names that nothing gives a value to, and names that
 * have gone out of use.
 *
 * A name counts as known wherever the code itself declares or assigns it anywhere: so no warning is wrong,
 * though one may be missing. Code that Lua refuses is never read here. */
#include "script/declared.h"

#include <ctype.h>
#include <string.h>

enum word_kind { WORD_NAME, WORD_SIGN, WORD_VALUE };

struct word {
    enum word_kind kind;
    bool key; /* a name before `=` within { }, or an attribute: <const> */
    struct text text;
};

struct code {
    struct arena *arena;
    const struct source *source;
    const struct declared_table *const *tables;
    VECTOR(struct word)
    words;
    VECTOR(char)
    within; /* what is open: a bracket, or 'b' for a block */
    struct map known;
    VECTOR(struct text)
    choices; /* for "did you mean" */
};

/* --- words ------------------------------------------------------------------ */

/* The bytes of a long bracket at AT, "[==[ … ]==]"; 0: there is none. */
static size_t long_bracket(struct text code, size_t at)
{
    size_t level = 0, i = at + 1;
    while (i < code.size && code.at[i] == '=') {
        i++;
        level++;
    }
    if (code.at[at] != '[' || i >= code.size || code.at[i] != '[') {
        return 0;
    }
    for (; i < code.size; i++) {
        size_t j = i + 1;
        while (code.at[i] == ']' && j < code.size && code.at[j] == '=' && j - i <= level) {
            j++;
        }
        if (code.at[i] == ']' && j - i - 1 == level && j < code.size && code.at[j] == ']') {
            return j + 1 - at;
        }
    }
    return code.size - at;
}

static size_t short_text(struct text code, size_t at)
{
    size_t i = at + 1;
    while (i < code.size && code.at[i] != code.at[at]) {
        i += code.at[i] == '\\' ? 2 : 1;
    }
    return (i < code.size ? i + 1 : code.size) - at;
}

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || c == '_';
}

static size_t name_or_number(struct text code, size_t at)
{
    bool number = !is_letter(code.at[at]);
    size_t i = at;
    while (i < code.size &&
           (is_letter(code.at[i]) || isdigit((unsigned char)code.at[i]) || (number && code.at[i] == '.'))) {
        i++;
    }
    return i - at;
}

static size_t sign(struct text code, size_t at)
{
    static const char *const long_signs[] = {"...", "..", "::", "==", "~=", "<=", ">=", "//", "<<", ">>"};
    struct text rest = text_part(code, at, SIZE_MAX);
    for (size_t i = 0; i < sizeof long_signs / sizeof *long_signs; i++) {
        if (text_starts(rest, text_of(long_signs[i]))) {
            return strlen(long_signs[i]);
        }
    }
    return 1;
}

/* The bytes of a comment at AT; 0: there is none. */
static size_t comment(struct text code, size_t at)
{
    if (!text_starts(text_part(code, at, SIZE_MAX), TEXT("--"))) {
        return 0;
    }
    size_t bracket = at + 2 < code.size ? long_bracket(code, at + 2) : 0;
    if (bracket) {
        return bracket + 2;
    }
    size_t end = text_find(text_part(code, at, SIZE_MAX), '\n');
    return end < code.size - at ? end : code.size - at;
}

static void read_words(struct code *code)
{
    struct text bytes = code->source->bytes;
    for (size_t i = 0, size; i < bytes.size; i += size) {
        char c = bytes.at[i];
        struct word word = {.kind = WORD_VALUE};
        if (isspace((unsigned char)c)) {
            size = 1;
            continue;
        }
        if ((size = comment(bytes, i))) {
            continue;
        }
        if (is_letter(c) || isdigit((unsigned char)c)) {
            size = name_or_number(bytes, i);
            word.kind = is_letter(c) ? WORD_NAME : WORD_VALUE;
        } else if (c == '"' || c == '\'') {
            size = short_text(bytes, i);
        } else if (!(size = long_bracket(bytes, i))) {
            size = sign(bytes, i);
            word.kind = WORD_SIGN;
        }
        word.text = text_part(bytes, i, size);
        vector_push(code->arena, &code->words, word);
    }
}

/* --- what each word is -------------------------------------------------------- */

static bool is_word(const struct code *code, size_t at, const char *text)
{
    return at < code->words.count && code->words.at[at].kind != WORD_VALUE &&
           text_is(code->words.at[at].text, text);
}

static bool is_keyword(struct text name)
{
    static const char *const keywords[] = {
        "and", "break", "do",  "else", "elseif", "end",    "false",  "for",  "function", "goto",  "if",
        "in",  "local", "nil", "not",  "or",     "repeat", "return", "then", "true",     "until", "while"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (text_is(name, keywords[i])) {
            return true;
        }
    }
    return false;
}

static bool is_name(const struct code *code, size_t at)
{
    return at < code->words.count && code->words.at[at].kind == WORD_NAME &&
           !is_keyword(code->words.at[at].text);
}

/* A name that stands for itself: no member, no method, no label. */
static bool is_free(const struct code *code, size_t at)
{
    return is_name(code, at) && !code->words.at[at].key &&
           (at == 0 || (!is_word(code, at - 1, ".") && !is_word(code, at - 1, ":") &&
                        !is_word(code, at - 1, "goto") && !is_word(code, at - 1, "::")));
}

static void know(struct code *code, size_t at)
{
    struct text name = code->words.at[at].text;
    if (map_add(code->arena, &code->known, name, 1)) {
        vector_push(code->arena, &code->choices, name);
    }
}

/* The names of a list from AT on: "a <const>, b". */
static void know_list(struct code *code, size_t at)
{
    while (is_name(code, at)) {
        know(code, at++);
        if (is_word(code, at, "<") && is_name(code, at + 1)) {
            code->words.at[at + 1].key = true;
            at += 3;
        }
        if (!is_word(code, at++, ",")) {
            return;
        }
    }
}

static void know_function(struct code *code, size_t at)
{
    if (is_name(code, at) && is_word(code, at + 1, "(")) {
        know(code, at);
    }
    while (at < code->words.count && !is_word(code, at, "(")) {
        at++;
    }
    know_list(code, at + 1);
}

/* "a, b = …": from the last of them backwards. */
static void know_assigned(struct code *code, size_t at)
{
    know(code, at);
    while (at >= 2 && is_word(code, at - 1, ",") && is_free(code, at - 2)) {
        at -= 2;
        know(code, at);
    }
}

/* Keeps count of what is open, so that `name =` in a table is told from an assignment. */
static void open_and_close(struct code *code, size_t at)
{
    static const char *const blocks[] = {"function", "if", "do", "repeat"};
    const struct word *word = &code->words.at[at];
    char opened = word->kind == WORD_SIGN && word->text.size == 1 && strchr("([{", word->text.at[0])
                      ? word->text.at[0]
                      : '\0';
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        opened = is_word(code, at, blocks[i]) ? 'b' : opened;
    }
    if (opened) {
        vector_push(code->arena, &code->within, opened);
    } else if (code->within.count &&
               (is_word(code, at, ")") || is_word(code, at, "]") || is_word(code, at, "}") ||
                is_word(code, at, "end") || is_word(code, at, "until"))) {
        code->within.count--;
    }
}

static void learn(struct code *code)
{
    for (size_t i = 0; i < code->words.count; i++) {
        bool table = code->within.count && code->within.at[code->within.count - 1] == '{';
        if (is_word(code, i, "function")) {
            know_function(code, i + 1);
        } else if (is_word(code, i, "local") || is_word(code, i, "for")) {
            know_list(code, i + 1);
        } else if (table && is_word(code, i + 1, "=")) {
            code->words.at[i].key = true;
        } else if (is_free(code, i) && is_word(code, i + 1, "=")) {
            know_assigned(code, i);
        }
        open_and_close(code, i);
    }
}

/* --- what is told ----------------------------------------------------------------- */

static struct place place_of(const struct code *code, struct text word)
{
    struct text bytes = code->source->bytes;
    size_t at = (size_t)(word.at - bytes.at), line_start = 0;
    struct place place = {.line = 1};
    for (size_t i = 0; i < at; i++) {
        if (bytes.at[i] == '\n') {
            place.line++;
            line_start = i + 1;
        }
    }
    place.column = (uint32_t)text_characters(text_part(bytes, line_start, at - line_start)) + 1;
    return place;
}

static void tell_old(const struct code *code, struct text word, const struct declared *declared)
{
    if (declared && declared->instead) {
        source_warning(code->source, place_of(code, word),
                       arena_printf(code->arena, "Write %s", declared->instead), "%.*s is deprecated",
                       TEXT_ARGS(word));
    }
}

/* The member behind a name that always holds the same: case.worker, string.rep. */
static void check_member(const struct code *code, size_t at)
{
    struct text holder = code->words.at[at].text, member = code->words.at[at + 2].text;
    bool ours = map_get(&code->known, holder) == MAP_NONE;
    for (size_t i = 0; code->tables[i]; i++) {
        const struct declared_table *table = code->tables[i];
        bool library = table->kind == DECLARED_LIBRARY && text_is(holder, table->name);
        if (!library && !(table->named && text_is(holder, table->named))) {
            continue;
        }
        const struct declared *declared = declared_find(table, member);
        tell_old(code, member, declared);
        if (library && ours && !declared) {
            source_warning(code->source, place_of(code, member), NULL, "%.*s has no %.*s here",
                           TEXT_ARGS(holder), TEXT_ARGS(member));
        }
    }
}

static void check_name(const struct code *code, size_t at)
{
    struct text name = code->words.at[at].text;
    if (is_word(code, at + 1, ".") && is_name(code, at + 2)) {
        check_member(code, at);
    }
    if (map_get(&code->known, name) != MAP_NONE || text_is(name, "_ENV")) {
        return;
    }
    for (size_t i = 0; code->tables[i]; i++) {
        const struct declared_table *table = code->tables[i];
        bool global = table->kind == DECLARED_NAMES || text_is(text_of(table->name), "Lua");
        const struct declared *declared = global ? declared_find(table, name) : NULL;
        if (declared) {
            tell_old(code, name, declared);
            return;
        }
    }
    struct text nearest = text_nearest(name, code->choices.at, code->choices.count);
    const char *hint =
        nearest.size ? arena_printf(code->arena, "Did you mean %.*s?", TEXT_ARGS(nearest)) : NULL;
    source_warning(code->source, place_of(code, name), hint, "Nothing gives %.*s a value: it is nil",
                   TEXT_ARGS(name));
}

static void offer(struct code *code)
{
    for (size_t i = 0; code->tables[i]; i++) {
        const struct declared_table *table = code->tables[i];
        bool global = table->kind == DECLARED_NAMES || text_is(text_of(table->name), "Lua");
        for (size_t j = 0; global && j < table->count; j++) {
            vector_push(code->arena, &code->choices, text_of(table->at[j].name));
        }
    }
}

void code_check(struct arena *arena, const struct source *source, const struct declared_table *const *tables)
{
    struct code code = {.arena = arena, .source = source, .tables = tables};
    read_words(&code);
    learn(&code);
    offer(&code);
    for (size_t i = 0; i < code.words.count; i++) {
        if (is_free(&code, i)) {
            check_name(&code, i);
        }
    }
}
