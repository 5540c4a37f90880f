/* The shape of a step: which keys it takes, and of what kind the value of each is. What the values mean is
 * for the workflow to say, and for the telling (hold_*.c). */
#include "workbench/scenario_reading.h"

#include "engine/command.h"
#include "time/duration.h"

#define SENTENCE_KEYS "given", "when", "then", "and", "but"
#define COMMAND_KEYS                                                                                         \
    "event", "case", "of", "data", "actor", "role", "at", "recorded", "override", "if_match", "key",         \
        "tasks", "workflow", "area"
#define TIME_KEYS "wait", "until"
#define HOLD_KEYS                                                                                            \
    "outcome", "unmet", "in", "configuration", "deadlines", "ledger", "messages", "history", "reached",      \
        "without", "explain"

static const char *const step_keys[] = {SENTENCE_KEYS, COMMAND_KEYS, TIME_KEYS, HOLD_KEYS, NULL};
static const char *const sentence_keys[] = {SENTENCE_KEYS, NULL};

/* What of a command makes no sense without its event. */
static const char *const of_an_event[] = {"recorded", "override", "if_match", "key",
                                          "workflow", "area",     NULL};

static const char *const deadline_words[] = {"open",     "pending", "warned",     "overdue", "late", "met",
                                             "met-late", "void",    "overridden", "none",    NULL};

static bool is_one_of(struct text text, const char *const *words)
{
    for (; *words; words++) {
        if (text_is(text, *words)) {
            return true;
        }
    }
    return false;
}

/* --- kinds of values ------------------------------------------------------------------ */

/* A text, one of CHOICES where they are given. */
static void want_word(struct scenario_reading *reading, const struct node *node, struct text key,
                      const char *const *choices)
{
    struct text words[16];
    struct buffer all;
    size_t count = 0;
    if (!scenario_scalar(reading, node, key) || is_one_of(text_trim(node->scalar), choices)) {
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

/* One of WORDS or a date. */
static void want_word_or_date(struct scenario_reading *reading, const struct node *node, struct text key,
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
        want_word(reading, node, key, words);
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
        want_word(reading, node, key, flags);
    } else if (text_is(key, "done") || text_is(key, "closed")) {
        want_word_or_date(reading, node, key, flag_or_none);
    } else if (text_is(key, "status")) {
        want_word(reading, node, key, deadline_words);
    } else if (is_one_of(key, dates)) {
        want_word_or_date(reading, node, key, none);
    } else if ((text_is(key, "times") || text_is(key, "version")) &&
               !text_integer(text_trim(node->scalar), &number)) {
        scenario_wrong(reading, node->place, NULL, "“%.*s” is a whole number", TEXT_ARGS(key));
    }
}

/* A map with KEYS. */
static void want_group(struct scenario_reading *reading, const struct node *node, struct text key,
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

/* A text or a list of texts; with KEYS, a list of texts and maps that have them. `[]` is nothing. */
static void want_list(struct scenario_reading *reading, const struct node *node, struct text key,
                      const char *const *keys)
{
    if (node->kind == NODE_MAP && keys) {
        want_group(reading, node, key, keys);
        return;
    }
    if (node->kind != NODE_LIST) {
        scenario_scalar(reading, node, key);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->elements[i].kind == NODE_MAP && keys) {
            want_group(reading, &node->elements[i], key, keys);
        } else {
            scenario_scalar(reading, &node->elements[i], key);
        }
    }
}

/* Names; or a map from names to a word, a date, or a map with KEYS. */
static void want_named(struct scenario_reading *reading, const struct node *node, struct text key,
                       const char *const *words, const char *const *keys)
{
    if (node->kind != NODE_MAP) {
        want_list(reading, node, key, NULL);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        if (entry->value.kind == NODE_MAP && keys) {
            want_group(reading, &entry->value, entry->key, keys);
        } else {
            want_word_or_date(reading, &entry->value, entry->key, words);
        }
    }
}

static void want_instant(struct scenario_reading *reading, const struct node *node, struct text key)
{
    if (scenario_scalar(reading, node, key) &&
        instant_read(reading->zone, text_trim(node->scalar)) == INSTANT_NONE) {
        scenario_wrong(reading, node->place, "write it as 2026-01-05T09:00",
                       "“%.*s” is not a time that exists", TEXT_ARGS(key));
    }
}

static void want_duration(struct scenario_reading *reading, const struct node *node, struct text key)
{
    struct duration duration;
    struct error error;
    if (scenario_scalar(reading, node, key) &&
        duration_read(text_trim(node->scalar), &duration, &error) != STATUS_OK) {
        scenario_wrong(reading, node->place, NULL, "%s", error.message);
    }
}

/* --- one key of a step -------------------------------------------------------------------- */

static void want_tasks(struct scenario_reading *reading, const struct node *node, struct text key, bool acts)
{
    static const char *const words[] = {"open", "done", "skipped", "cancelled", "handed-on", "none", NULL};
    static const char *const keys[] = {"open", "done", "due", "by", "worker", "times", NULL};
    static const char *const settled[] = {"how", "reason", NULL};
    static const char *const hows[] = {"done", "cancelled", "handed-on", NULL};
    if (!acts || !scenario_settles_tasks(node)) {
        want_named(reading, node, key, words, keys);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        want_group(reading, &entry->value, entry->key, settled);
        const struct node *how = node_get(&entry->value, "how");
        if (how) {
            want_word(reading, how, TEXT("how"), hows);
        }
    }
}

static void want_case(struct scenario_reading *reading, const struct node *node, struct text key, bool acts)
{
    static const char *const keys[] = {"reference", "area",     "worker", "opened", "closed",
                                       "version",   "workflow", "links",  NULL};
    if (node->kind == NODE_SCALAR) {
        scenario_scalar(reading, node, key);
    } else if (acts) {
        scenario_wrong(reading, node->place, "say in a step of its own how the case stands",
                       "beside an event “case” names the case");
    } else {
        want_group(reading, node, key, keys);
        const struct node *links = node_get(node, "links");
        for (uint32_t i = 0; links && links->kind == NODE_MAP && i < links->count; i++) {
            scenario_scalar(reading, &links->entries[i].value, links->entries[i].key);
        }
        if (links && links->kind != NODE_MAP) {
            scenario_wrong(reading, links->place, "links: {earlier: first}",
                           "“links” is %s, and should be a map", node_kind_words(links->kind));
        }
    }
}

static void want_data(struct scenario_reading *reading, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        scenario_wrong(reading, node->place, "data: {field: value}", "“data” is %s, and should be a map",
                       node_kind_words(node->kind));
    }
}

static void want_override(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const keys[] = {"reason", "until", NULL};
    if (node->kind == NODE_MAP) {
        want_group(reading, node, key, keys);
    } else {
        scenario_scalar(reading, node, key);
    }
}

static void want_without(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const keys[] = {"in", "tasks", "deadlines", "messages", "reached", "data", NULL};
    if (node->kind != NODE_MAP) {
        want_list(reading, node, key, NULL);
    } else if (scenario_keys(reading, node, "`without`", keys)) {
        for (uint32_t i = 0; i < node->count; i++) {
            want_list(reading, &node->entries[i].value, node->entries[i].key, NULL);
        }
    }
}

static const char *const unmet_keys[] = {"code", "text", "field", "who", "when", NULL};

static void want_explain(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const keys[] = {"outcome", "unmet", "when", "who", NULL};
    static const char *const words[] = {"done", "refused", NULL};
    if (node->kind != NODE_MAP) {
        scenario_wrong(reading, node->place, "explain: {engage: done}", "“%.*s” is %s, and should be a map",
                       TEXT_ARGS(key), node_kind_words(node->kind));
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *value = &node->entries[i].value;
        if (value->kind != NODE_MAP) {
            want_word(reading, value, node->entries[i].key, words);
            continue;
        }
        want_group(reading, value, node->entries[i].key, keys);
        if (node_get(value, "unmet")) {
            want_list(reading, node_get(value, "unmet"), TEXT("unmet"), unmet_keys);
        }
    }
}

static void want_holding(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const outcomes[] = {"done", "refused", "unknown", "failed", NULL};
    static const char *const deadline_keys[] = {"due", "status", "breached", NULL};
    static const char *const line_keys[] = {"deadline", "before", "after", "because", "change", "fact", NULL};
    static const char *const message_keys[] = {"message", "to",     "subject", "text",
                                               "person",  "urgent", "at",      NULL};
    static const char *const entry_keys[] = {"event",  "actor",   "at",   "recorded", "role",
                                             "stands", "stopped", "gone", NULL};
    static const char *const reached[] = {"yes", "no", "none", NULL};
    bool may_be_none = text_is(key, "unmet") || text_is(key, "messages");
    if (node->kind != NODE_SCALAR && node->count == 0 && !may_be_none) {
        scenario_wrong(reading, node->place, "leave it out, or say what must hold", "“%.*s” states nothing",
                       TEXT_ARGS(key));
    }
    if (text_is(key, "outcome")) {
        want_word(reading, node, key, outcomes);
    } else if (text_is(key, "unmet")) {
        want_list(reading, node, key, unmet_keys);
    } else if (text_is(key, "in") || text_is(key, "configuration")) {
        want_list(reading, node, key, NULL);
    } else if (text_is(key, "deadlines")) {
        want_named(reading, node, key, deadline_words, deadline_keys);
    } else if (text_is(key, "ledger")) {
        want_list(reading, node, key, line_keys);
    } else if (text_is(key, "messages")) {
        want_list(reading, node, key, message_keys);
    } else if (text_is(key, "history")) {
        want_list(reading, node, key, entry_keys);
    } else if (text_is(key, "reached")) {
        want_named(reading, node, key, reached, NULL);
    } else if (text_is(key, "without")) {
        want_without(reading, node, key);
    } else if (text_is(key, "explain")) {
        want_explain(reading, node, key);
    }
}

static void want_entry(struct scenario_reading *reading, const struct node_entry *entry, bool acts)
{
    const struct node *node = &entry->value;
    struct text key = entry->key;
    int64_t number;
    if (text_is(key, "data")) {
        want_data(reading, node);
    } else if (text_is(key, "tasks")) {
        want_tasks(reading, node, key, acts);
    } else if (text_is(key, "case")) {
        want_case(reading, node, key, acts);
    } else if (text_is(key, "override")) {
        want_override(reading, node, key);
    } else if (text_is(key, "at") || text_is(key, "recorded") || text_is(key, "until")) {
        want_instant(reading, node, key);
    } else if (text_is(key, "wait")) {
        want_duration(reading, node, key);
    } else if (text_is(key, "if_match")) {
        if (scenario_scalar(reading, node, key) && (!text_integer(node->scalar, &number) || number < 1)) {
            scenario_wrong(reading, node->place, NULL, "“if_match” is a version, 1 or more");
        }
    } else if (is_one_of(key, (const char *const[]){HOLD_KEYS, NULL})) {
        want_holding(reading, node, key);
    } else {
        scenario_scalar(reading, node, key);
    }
}

bool scenario_settles_tasks(const struct node *tasks)
{
    for (uint32_t i = 0; tasks->kind == NODE_MAP && i < tasks->count; i++) {
        if (node_get(&tasks->entries[i].value, "how")) {
            return true;
        }
    }
    return false;
}

/* --- a step -------------------------------------------------------------------------------- */

static void take_sentence(struct scenario_reading *reading, const struct node_entry *entry, struct step *step)
{
    if (step->word.size) {
        scenario_wrong(reading, entry->place, "begin another step with it",
                       "a step says one sentence, and “%.*s” is the second", TEXT_ARGS(entry->key));
        return;
    }
    if (scenario_scalar(reading, &entry->value, entry->key)) {
        step->word = entry->key;
        step->sentence = text_trim(entry->value.scalar);
    }
}

void scenario_read_step(struct scenario_reading *reading, const struct node *node, struct step *step)
{
    *step = (struct step){.place = node->place, .node = node};
    if (!scenario_keys(reading, node, "a step", step_keys) && node->kind != NODE_MAP) {
        return;
    }
    bool acts = node_get(node, "event") != NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        if (is_one_of(entry->key, sentence_keys)) {
            take_sentence(reading, entry, step);
        } else if (is_one_of(entry->key, step_keys)) {
            want_entry(reading, entry, acts);
        }
        if (!acts && is_one_of(entry->key, of_an_event)) {
            scenario_wrong(reading, entry->place, "say which event: `event: …`",
                           "“%.*s” belongs to an event, and this step has none", TEXT_ARGS(entry->key));
        }
        if (!acts && (text_is(entry->key, "outcome") || text_is(entry->key, "unmet"))) {
            scenario_wrong(reading, entry->place, "state it in the step of the event",
                           "“%.*s” is what became of an event, and this step has none",
                           TEXT_ARGS(entry->key));
        }
    }
}
