/* What stands after a step, and the table of what can be stated of it. See holding.h. */
#include "workbench/holding.h"

void holding_differs(struct holding *holding, const struct node *node, const char *part, struct text name,
                     struct text expected, struct text stood)
{
    struct play *play = holding->play;
    struct text what = name.size ? text_printf(play->arena, "%s.%.*s", part, TEXT_ARGS(name)) : text_of(part);
    play_differs(play, node ? node->place : holding->step->place, what, expected, stood);
}

struct text holding_unknown(struct holding *holding, const char *what, struct text name,
                            const struct text *choices, size_t count)
{
    struct text near = text_nearest(name, choices, count);
    return near.size ? text_printf(holding->play->arena, "there is no %s of that name; did you mean “%.*s”?",
                                   what, TEXT_ARGS(near))
                     : text_printf(holding->play->arena, "there is no %s of that name", what);
}

size_t node_texts(const struct node *node)
{
    return node->kind == NODE_LIST ? node->count : 1;
}

const struct node *node_text_at(const struct node *node, size_t i)
{
    return node->kind == NODE_LIST ? &node->elements[i] : node;
}

const struct past *holding_past(struct holding *holding)
{
    struct play *play = holding->play;
    if (holding->past) {
        return holding->past;
    }
    struct past *past = arena_new(play->arena, struct past);
    enum status status = past_read(play, &holding->stands, past, play->error);
    if (status != STATUS_OK) {
        play->status = status;
        return NULL;
    }
    holding->past = past;
    return past;
}

/* --- gathering --------------------------------------------------------------------------- */

/* The messages of this step, of its case alone; play->outbox is then behind them all. */
static enum status gather_messages(struct holding *holding)
{
    struct play *play = holding->play;
    struct store *store = play->options->store;
    size_t count = 1;
    holding->messages = json_array();
    while (count > 0) {
        struct outbox_row rows[16];
        enum status status =
            store->api->outbox(store, play->outbox, 16, play->arena, rows, &count, play->error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            struct json message;
            play->outbox = rows[i].number;
            if (holding->has_case && rows[i].subject == holding->stands.stored.id) {
                status = json_read(play->arena, rows[i].content, &message, play->error);
                json_set(play->arena, &message, TEXT("at"), json_integer(rows[i].at));
                json_append(play->arena, &holding->messages, message);
            }
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status gather(struct holding *holding, struct text reference)
{
    struct play *play = holding->play;
    enum status status = STATUS_OK;
    if (reference.size) {
        status = trial_read(&play->trial, play->arena, reference, &holding->stands, play->error);
        holding->has_case = status == STATUS_OK;
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    return status == STATUS_OK ? gather_messages(holding) : status;
}

/* --- the table ------------------------------------------------------------------------------ */

struct statement {
    const char *key;
    void (*hold)(struct holding *holding, const struct node *node);
    bool of_a_case;
};

static const struct statement statements[] = {
    {"unmet", hold_unmet, false},
    {"in", hold_in, true},
    {"configuration", hold_configuration, true},
    {"data", hold_data, true},
    {"case", hold_case, true},
    {"tasks", hold_tasks, true},
    {"deadlines", hold_deadlines, true},
    {"ledger", hold_ledger, true},
    {"messages", hold_messages, false},
    {"history", hold_history, true},
    {"reached", hold_reached, true},
    {"without", hold_without, true},
    {"explain", hold_explain, true},
    {"exceptions", hold_exceptions, true},
    {"would", hold_would, true},
    {"report", hold_report, false},
};

/* With an event `data` is what it says, `tasks` may settle, and `case` names the case. */
static bool states(const struct statement *statement, const struct node *node, bool acts)
{
    if (text_is(text_of(statement->key), "data")) {
        return !acts;
    }
    if (text_is(text_of(statement->key), "case")) {
        return node->kind == NODE_MAP;
    }
    return !(acts && text_is(text_of(statement->key), "tasks") && scenario_settles_tasks(node));
}

void step_hold(struct play *play, const struct step *step, const struct acting *acting,
               const struct happened *happened, struct text reference)
{
    struct holding holding = {.play = play, .step = step, .acting = acting, .happened = happened};
    enum status status = gather(&holding, reference);
    if (status != STATUS_OK) {
        play->status = status;
        return;
    }
    if (happened->any) {
        hold_outcome(&holding, node_get(step->node, "outcome"));
    }
    for (size_t i = 0; i < sizeof statements / sizeof *statements && play->status == STATUS_OK; i++) {
        const struct node *node = node_get(step->node, statements[i].key);
        if (!node || !states(&statements[i], node, happened->any)) {
            continue;
        }
        if (statements[i].of_a_case && !holding.has_case) {
            holding_differs(&holding, node, statements[i].key, (struct text){0}, node_shown(play, node),
                            TEXT("there is no case"));
            continue;
        }
        statements[i].hold(&holding, node);
    }
}
