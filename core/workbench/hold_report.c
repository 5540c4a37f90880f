/* What a step states of reports: what they count, as at a date and as known at one. */
#include "workbench/holding.h"

static bool is_a_word(struct text key)
{
    static const char *const words[] = {"as_at", "known_at", "workflow", "area"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_is(key, words[i])) {
            return true;
        }
    }
    return false;
}

static struct text word_of(const struct node *node, const char *key)
{
    const struct node *word = node_get(node, key);
    return word ? text_trim(word->scalar) : (struct text){0};
}

/* Of the step's workflow where that has such a report; else of the only one that has. */
static struct play_report question_of(const struct holding *holding, struct text name,
                                      const struct node *node)
{
    const struct definition *definition = holding->has_case ? holding->stands.subject.definition : NULL;
    struct play_report question = {.name = name,
                                   .workflow = word_of(node, "workflow"),
                                   .area = word_of(node, "area"),
                                   .as_at = date_read(word_of(node, "as_at")),
                                   .known_at = date_read(word_of(node, "known_at")),
                                   .now = holding->play->trial.clock.at};
    if (definition && question.workflow.size == 0 &&
        map_get(&definition->measures_by_name, name) != MAP_NONE) {
        question.workflow = definition->name;
    }
    return question;
}

static bool number_is(struct play *play, const struct json *value, struct text said)
{
    struct json number;
    struct error error;
    if (json_is_null(value) || text_is(said, "none")) {
        return json_is_null(value) && text_is(said, "none");
    }
    if (json_read(play->arena, said, &number, &error) != STATUS_OK ||
        (number.type != JSON_INTEGER && number.type != JSON_REAL)) {
        return false;
    }
    double expected = number.type == JSON_REAL ? number.real : (double)number.integer;
    double stood = value->type == JSON_REAL ? value->real : (double)value->integer;
    return expected <= stood && stood <= expected;
}

static void hold_number(struct holding *holding, const struct node *node, struct text what,
                        const struct json *value)
{
    if (!number_is(holding->play, value, text_trim(node->scalar))) {
        holding_differs(holding, node, "report", what, text_trim(node->scalar),
                        value_shown(holding->play, value));
    }
}

static void hold_row(struct holding *holding, struct text what, const struct json *rows,
                     const struct node_entry *entry)
{
    struct arena *arena = holding->play->arena;
    struct text *names = arena_array(arena, struct text, rows->count);
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct json *row = &rows->elements[i];
        const struct node *node = &entry->value;
        names[i] = json_get_text(row, "name");
        if (!text_equal(names[i], entry->key)) {
            continue;
        }
        if (node->kind == NODE_SCALAR) {
            hold_number(holding, node, what, json_member_of(row, "value"));
            return;
        }
        for (uint32_t k = 0; k < node->count; k++) {
            bool of = text_is(node->entries[k].key, "of");
            hold_number(holding, &node->entries[k].value,
                        text_printf(arena, "%.*s.%s", TEXT_ARGS(what), of ? "of" : "value"),
                        json_member_of(row, of ? "denominator" : "value"));
        }
        return;
    }
    holding_differs(holding, &entry->value, "report", what, node_shown(holding->play, &entry->value),
                    holding_unknown(holding, "row", entry->key, names, rows->count));
}

static void hold_one(struct holding *holding, struct text name, const struct node *node)
{
    struct play *play = holding->play;
    const struct play_reports *reports = play->options->reports;
    struct play_report question = question_of(holding, name, node);
    struct json report;
    struct error error;
    enum status status = reports ? reports->run(play->arena, play->options, &question, &report, &error)
                                 : error_set(&error, STATUS_UNSUPPORTED, "reports cannot be run here");
    if (status == STATUS_IO || status == STATUS_CORRUPT) {
        *play->error = error;
        play->status = status;
        return;
    }
    if (status != STATUS_OK) {
        holding_differs(holding, node, "report", name, TEXT("is counted"),
                        text_copy(play->arena, text_of(error.message)));
        return;
    }
    const struct json *rows = json_member_of(&report, "rows");
    for (uint32_t i = 0; i < node->count; i++) {
        struct text row = node->entries[i].key;
        if (!is_a_word(row)) {
            struct text what = text_printf(play->arena, "%.*s.%.*s", TEXT_ARGS(name), TEXT_ARGS(row));
            hold_row(holding, what, rows, &node->entries[i]);
        }
    }
}

void hold_report(struct holding *holding, const struct node *node)
{
    for (uint32_t i = 0; i < node->count && holding->play->status == STATUS_OK; i++) {
        hold_one(holding, node->entries[i].key, &node->entries[i].value);
    }
}
