/* The kinds of values that a step's keys take, each held against its form. See scenario_shape.h. */
#include "workbench/scenario_shape.h"

#include "time/duration.h"

const char *const shape_deadline_words[] = {"open",     "pending", "warned",     "overdue", "late", "met",
                                            "met-late", "void",    "overridden", "none",    NULL};

bool shape_is_one_of(struct text text, const char *const *words)
{
    for (; *words; words++) {
        if (text_is(text, *words)) {
            return true;
        }
    }
    return false;
}

void shape_want_word(struct scenario_reading *reading, const struct node *node, struct text key,
                     const char *const *choices)
{
    struct text words[16];
    struct buffer all;
    size_t count = 0;
    if (!scenario_scalar(reading, node, key) || shape_is_one_of(text_trim(node->scalar), choices)) {
        return;
    }
    buffer_init(&all, reading->arena);
    for (; choices[count] && count < sizeof words / sizeof *words; count++) {
        words[count] = text_of(choices[count]);
        buffer_printf(&all, "%s%s", count ? ", " : "it is one of: ", choices[count]);
    }
    struct text said = text_copy(reading->arena, buffer_result(&all));
    scenario_wrong(reading, node->place,
                   scenario_near(reading->arena, text_trim(node->scalar), words, count, said.at),
                   "“%.*s” cannot be “%.*s”", TEXT_ARGS(key), TEXT_ARGS(text_trim(node->scalar)));
}

static bool is_date_or_instant(struct scenario_reading *reading, struct text text)
{
    return date_read(text) != DATE_NONE || instant_read(reading->zone, text) != INSTANT_NONE;
}

void shape_want_word_or_date(struct scenario_reading *reading, const struct node *node, struct text key,
                             const char *const *words)
{
    bool looks_like_one = node->kind == NODE_SCALAR && node->scalar.size && node->scalar.at[0] >= '0' &&
                          node->scalar.at[0] <= '9';
    if (node->kind == NODE_SCALAR && is_date_or_instant(reading, text_trim(node->scalar))) {
        return;
    }
    if (looks_like_one) {
        scenario_wrong(reading, node->place, "write it as 2026-01-05, or 2026-01-05T09:00",
                       "“%.*s” is not a date that exists", TEXT_ARGS(key));
    } else {
        shape_want_word(reading, node, key, words);
    }
}

/* What stands under KEY within a map that states something: dates, numbers and words have their form. */
static void want_part(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const flags[] = {"yes", "no", "true", "false", NULL};
    static const char *const none[] = {"none", NULL};
    static const char *const flag_or_none[] = {"yes", "no", "true", "false", "none", NULL};
    static const char *const dates[] = {"due", "before", "after", "opened", "at", "recorded", "when", NULL};
    int64_t number;
    if (!scenario_scalar(reading, node, key)) {
        return;
    }
    if (text_is(key, "open") || text_is(key, "breached") || text_is(key, "urgent")) {
        shape_want_word(reading, node, key, flags);
    } else if (text_is(key, "done") || text_is(key, "closed")) {
        shape_want_word_or_date(reading, node, key, flag_or_none);
    } else if (text_is(key, "status")) {
        shape_want_word(reading, node, key, shape_deadline_words);
    } else if (shape_is_one_of(key, dates)) {
        shape_want_word_or_date(reading, node, key, none);
    } else if ((text_is(key, "times") || text_is(key, "version")) &&
               !text_integer(text_trim(node->scalar), &number)) {
        scenario_wrong(reading, node->place, NULL, "“%.*s” is a whole number", TEXT_ARGS(key));
    }
}

void shape_want_group(struct scenario_reading *reading, const struct node *node, struct text key,
                      const char *const *keys)
{
    const char *what = arena_printf(reading->arena, "`%.*s`", TEXT_ARGS(key));
    if (!scenario_keys(reading, node, what, keys)) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        if (!text_is(entry->key, "links") && !text_is(entry->key, "unmet")) {
            want_part(reading, &entry->value, entry->key);
        }
    }
}

void shape_want_list(struct scenario_reading *reading, const struct node *node, struct text key,
                     const char *const *keys)
{
    if (node->kind == NODE_MAP && keys) {
        shape_want_group(reading, node, key, keys);
        return;
    }
    if (node->kind != NODE_LIST) {
        scenario_scalar(reading, node, key);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->elements[i].kind == NODE_MAP && keys) {
            shape_want_group(reading, &node->elements[i], key, keys);
        } else {
            scenario_scalar(reading, &node->elements[i], key);
        }
    }
}

void shape_want_named(struct scenario_reading *reading, const struct node *node, struct text key,
                      const char *const *words, const char *const *keys)
{
    if (node->kind != NODE_MAP) {
        shape_want_list(reading, node, key, NULL);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        if (entry->value.kind == NODE_MAP && keys) {
            shape_want_group(reading, &entry->value, entry->key, keys);
        } else {
            shape_want_word_or_date(reading, &entry->value, entry->key, words);
        }
    }
}

void shape_want_instant(struct scenario_reading *reading, const struct node *node, struct text key)
{
    if (scenario_scalar(reading, node, key) &&
        instant_read(reading->zone, text_trim(node->scalar)) == INSTANT_NONE) {
        scenario_wrong(reading, node->place, "write it as 2026-01-05T09:00",
                       "“%.*s” is not a time that exists", TEXT_ARGS(key));
    }
}

void shape_want_duration(struct scenario_reading *reading, const struct node *node, struct text key)
{
    struct duration duration;
    struct error error;
    if (scenario_scalar(reading, node, key) &&
        duration_read(text_trim(node->scalar), &duration, &error) != STATUS_OK) {
        scenario_wrong(reading, node->place, NULL, "%s", error.message);
    }
}

void shape_want_date(struct scenario_reading *reading, const struct node *node, struct text key)
{
    if (scenario_scalar(reading, node, key) && date_read(text_trim(node->scalar)) == DATE_NONE) {
        scenario_wrong(reading, node->place, "write it as 2026-01-05", "“%.*s” is not a date that exists",
                       TEXT_ARGS(text_trim(node->scalar)));
    }
}

void shape_want_texts(struct scenario_reading *reading, const struct node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        scenario_scalar(reading, &node->entries[i].value, node->entries[i].key);
    }
}

bool shape_want_map(struct scenario_reading *reading, const struct node *node, struct text key,
                    const char *example)
{
    if (node->kind != NODE_MAP) {
        scenario_wrong(reading, node->place, example, "“%.*s” is %s, and should be a map", TEXT_ARGS(key),
                       node_kind_words(node->kind));
    }
    return node->kind == NODE_MAP;
}
