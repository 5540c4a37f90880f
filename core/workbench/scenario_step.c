/* The shape of a step: which keys it takes, and of what kind the value of each is. What the values mean is
 * for the workflow to say, and for the telling (hold_*.c). */
#include "workbench/scenario_shape.h"

#define SENTENCE_KEYS "given", "when", "then", "and", "but"
#define COMMAND_KEYS                                                                                         \
    "event", "case", "of", "data", "actor", "role", "at", "recorded", "override", "if_match", "key",         \
        "tasks", "workflow", "area"
#define TIME_KEYS "wait", "until", "calendar"
#define HOLD_KEYS                                                                                            \
    "outcome", "unmet", "in", "configuration", "deadlines", "ledger", "messages", "history", "reached",      \
        "without", "explain", "exceptions", "would", "report"

static const char *const step_keys[] = {SENTENCE_KEYS, COMMAND_KEYS, TIME_KEYS, HOLD_KEYS, NULL};
static const char *const sentence_keys[] = {SENTENCE_KEYS, NULL};

/* What of a command makes no sense without its event. */
static const char *const of_an_event[] = {"recorded", "override", "if_match", "key",
                                          "workflow", "area",     NULL};

/* --- one key of a step -------------------------------------------------------------------- */

static void want_tasks(struct scenario_reading *reading, const struct node *node, struct text key, bool acts)
{
    static const char *const words[] = {"open", "done", "skipped", "cancelled", "handed-on", "none", NULL};
    static const char *const keys[] = {"open", "done", "due", "by", "worker", "times", NULL};
    static const char *const settled[] = {"how", "reason", "to", NULL};
    static const char *const hows[] = {"done", "cancelled", "handed-on", NULL};
    if (!acts || !scenario_settles_tasks(node)) {
        shape_want_named(reading, node, key, words, keys);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        shape_want_group(reading, &entry->value, entry->key, settled);
        const struct node *how = node_get(&entry->value, "how");
        if (how) {
            shape_want_word(reading, how, TEXT("how"), hows);
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
        shape_want_group(reading, node, key, keys);
        const struct node *links = node_get(node, "links");
        for (uint32_t i = 0; links && links->kind == NODE_MAP && i < links->count; i++) {
            scenario_scalar(reading, &links->entries[i].value, links->entries[i].key);
        }
        if (links) {
            (void)shape_want_map(reading, links, TEXT("links"), "links: {earlier: first}");
        }
    }
}

static void want_override(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const keys[] = {"reason", "until", NULL};
    if (node->kind == NODE_MAP) {
        shape_want_group(reading, node, key, keys);
    } else {
        scenario_scalar(reading, node, key);
    }
}

static void want_without(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const keys[] = {"in", "tasks", "deadlines", "messages", "reached", "data", NULL};
    if (node->kind != NODE_MAP) {
        shape_want_list(reading, node, key, NULL);
    } else if (scenario_keys(reading, node, "`without`", keys)) {
        for (uint32_t i = 0; i < node->count; i++) {
            shape_want_list(reading, &node->entries[i].value, node->entries[i].key, NULL);
        }
    }
}

static const char *const unmet_keys[] = {"code", "text", "field", "who", "when", NULL};

static void want_explain(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const keys[] = {"outcome", "unmet", "when", "who", NULL};
    static const char *const words[] = {"done", "refused", NULL};
    if (!shape_want_map(reading, node, key, "explain: {engage: done}")) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *value = &node->entries[i].value;
        if (value->kind != NODE_MAP) {
            shape_want_word(reading, value, node->entries[i].key, words);
            continue;
        }
        shape_want_group(reading, value, node->entries[i].key, keys);
        if (node_get(value, "unmet")) {
            shape_want_list(reading, node_get(value, "unmet"), TEXT("unmet"), unmet_keys);
        }
    }
}

static void want_would(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char *const parts[] = {"deadlines", "tasks", "rules", "events", "unmet", NULL};
    static const char *const keys[] = {"change", "before", "after", "due", "why", NULL};
    if (!scenario_keys(reading, node, "`would`", parts)) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        bool unmet = text_is(entry->key, "unmet");
        if (unmet || entry->value.kind != NODE_MAP) {
            shape_want_list(reading, &entry->value, unmet ? entry->key : key, unmet ? unmet_keys : NULL);
            continue;
        }
        for (uint32_t k = 0; k < entry->value.count; k++) {
            const struct node_entry *one = &entry->value.entries[k];
            if (one->value.kind != NODE_MAP) {
                scenario_scalar(reading, &one->value, one->key);
            } else if (scenario_keys(reading, &one->value, "what would differ", keys)) {
                shape_want_texts(reading, &one->value);
            }
        }
    }
}

static void want_row(struct scenario_reading *reading, const struct node_entry *row)
{
    static const char *const keys[] = {"value", "of", NULL};
    static const char *const dates[] = {"as_at", "known_at", NULL};
    if (shape_is_one_of(row->key, dates)) {
        shape_want_date(reading, &row->value, row->key);
    } else if (row->value.kind != NODE_MAP) {
        scenario_scalar(reading, &row->value, row->key);
    } else if (scenario_keys(reading, &row->value, "a row", keys)) {
        shape_want_texts(reading, &row->value);
    }
}

static void want_report(struct scenario_reading *reading, const struct node *node, struct text key)
{
    static const char example[] = "report: {NAME: {ROW: 1, as_at: 2026-03-31}}";
    for (uint32_t i = 0; shape_want_map(reading, node, key, example) && i < node->count; i++) {
        const struct node_entry *report = &node->entries[i];
        for (uint32_t k = 0;
             shape_want_map(reading, &report->value, report->key, example) && k < report->value.count; k++) {
            want_row(reading, &report->value.entries[k]);
        }
    }
}

static void want_calendar(struct scenario_reading *reading, const struct node *node, struct text key)
{
    for (uint32_t i = 0;
         shape_want_map(reading, node, key, "calendar: {NAME: [2026-06-15]}") && i < node->count; i++) {
        const struct node *days = &node->entries[i].value;
        for (uint32_t k = 0; days->kind == NODE_LIST && k < days->count; k++) {
            shape_want_date(reading, &days->elements[k], node->entries[i].key);
        }
        if (days->kind != NODE_LIST) {
            shape_want_date(reading, days, node->entries[i].key);
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
    static const char *const let_through[] = {"event", "by", "reason", "text", "until", NULL};
    static const char *const reached[] = {"yes", "no", "none", NULL};
    bool may_be_none = text_is(key, "unmet") || text_is(key, "messages") || text_is(key, "exceptions");
    if (node->kind != NODE_SCALAR && node->count == 0 && !may_be_none) {
        scenario_wrong(reading, node->place, "leave it out, or say what must hold", "“%.*s” states nothing",
                       TEXT_ARGS(key));
    }
    if (text_is(key, "outcome")) {
        shape_want_word(reading, node, key, outcomes);
    } else if (text_is(key, "unmet")) {
        shape_want_list(reading, node, key, unmet_keys);
    } else if (text_is(key, "in") || text_is(key, "configuration")) {
        shape_want_list(reading, node, key, NULL);
    } else if (text_is(key, "deadlines")) {
        shape_want_named(reading, node, key, shape_deadline_words, deadline_keys);
    } else if (text_is(key, "ledger")) {
        shape_want_list(reading, node, key, line_keys);
    } else if (text_is(key, "messages")) {
        shape_want_list(reading, node, key, message_keys);
    } else if (text_is(key, "history")) {
        shape_want_list(reading, node, key, entry_keys);
    } else if (text_is(key, "exceptions")) {
        shape_want_list(reading, node, key, let_through);
    } else if (text_is(key, "reached")) {
        shape_want_named(reading, node, key, reached, NULL);
    } else if (text_is(key, "without")) {
        want_without(reading, node, key);
    } else if (text_is(key, "explain")) {
        want_explain(reading, node, key);
    } else if (text_is(key, "would")) {
        want_would(reading, node, key);
    } else if (text_is(key, "report")) {
        want_report(reading, node, key);
    }
}

static void want_entry(struct scenario_reading *reading, const struct node_entry *entry, bool acts)
{
    const struct node *node = &entry->value;
    struct text key = entry->key;
    int64_t number;
    if (text_is(key, "data")) {
        (void)shape_want_map(reading, node, key, "data: {field: value}");
    } else if (text_is(key, "tasks")) {
        want_tasks(reading, node, key, acts);
    } else if (text_is(key, "case")) {
        want_case(reading, node, key, acts);
    } else if (text_is(key, "override")) {
        want_override(reading, node, key);
    } else if (text_is(key, "at") || text_is(key, "recorded") || text_is(key, "until")) {
        shape_want_instant(reading, node, key);
    } else if (text_is(key, "calendar")) {
        want_calendar(reading, node, key);
    } else if (text_is(key, "wait")) {
        shape_want_duration(reading, node, key);
    } else if (text_is(key, "if_match")) {
        if (scenario_scalar(reading, node, key) && (!text_integer(node->scalar, &number) || number < 1)) {
            scenario_wrong(reading, node->place, NULL, "“if_match” is a version, 1 or more");
        }
    } else if (shape_is_one_of(key, (const char *const[]){HOLD_KEYS, NULL})) {
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
        if (shape_is_one_of(entry->key, sentence_keys)) {
            take_sentence(reading, entry, step);
        } else if (shape_is_one_of(entry->key, step_keys)) {
            want_entry(reading, entry, acts);
        }
        if (!acts && shape_is_one_of(entry->key, of_an_event)) {
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
