/* Reports: assumptions and rows. Rows that are values may name other rows and assumptions, in any order but
 * not in a circle. */
#include "definition/expression_parser.h"
#include "definition/reader.h"

struct measure_reader {
    struct reader *reader;
    struct map row_names;
    struct text *names; /* of rows, and then of assumptions */
    size_t row_count, name_count;
};

static void read_assumption(struct reader *reader, const struct node_entry *entry,
                            struct assumption *assumption)
{
    static const char *const keys[] = {"title", "value", "about", NULL};
    struct field like = {.name = TEXT("value"), .type = FIELD_NUMBER};
    const struct node *node = &entry->value, *value;
    *assumption = (struct assumption){.name = entry->key, .title = entry->key};
    check_word(reader, entry->key, entry->place, "an assumption");
    if (!read_keys(reader, node, "an assumption", keys)) {
        return;
    }
    assumption->title = read_title(reader, node, entry->key);
    assumption->about = read_text(reader, node, "about");
    if ((value = node_get(node, "value"))) {
        read_literal(reader, &like, value, &assumption->value);
    } else {
        wrong(reader, entry->place, "value: a number", "the assumption \"%.*s\" has no value",
              TEXT_ARGS(text_shown(entry->key)));
    }
}

static void read_assumptions(struct reader *reader, const struct node *node, struct measure *measure)
{
    if (!node || !read_is_map(reader, node, "\"assumes\"") ||
        !read_is_few(reader, node, "\"assumes\"", DEFINITION_LIST_LIMIT)) {
        return;
    }
    struct assumption *assumptions = arena_array(reader->arena, struct assumption, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        read_assumption(reader, &node->entries[i], &assumptions[i]);
    }
    measure->assumptions = assumptions;
    measure->assumption_count = node->count;
}

/* --- rows --- */

static const char *const row_kinds[] = {"count", "sum", "median", "value"};

static bool is_true(const struct node *node)
{
    bool flag;
    return node_flag(node, &flag) && flag;
}

/* The one of count, sum, median and value that stands here; NULL, and said, when it is not one. */
static const struct node_entry *kind_of_row(struct reader *reader, const struct node_entry *entry,
                                            struct measure_row *row)
{
    const struct node_entry *found = NULL;
    for (size_t i = 0; i < 4; i++) {
        const struct node_entry *key = node_entry_of(&entry->value, text_of(row_kinds[i]));
        if (key && found) {
            wrong(reader, key->place, "make a row of each",
                  "a row is one of count, sum, median and value, not two");
        } else if (key) {
            found = key;
            row->kind = (enum row_kind)i;
        }
    }
    if (!found && !entry->value.torn) {
        wrong(reader, entry->place, "count: true, or an expression for each case",
              "the row \"%.*s\" counts nothing", TEXT_ARGS(text_shown(entry->key)));
    }
    return found;
}

/* True, and said, when a bare word is neither a row nor a name of the language. */
static bool unknown_row(struct measure_reader *of, const struct node *node)
{
    struct text word = node->kind == NODE_SCALAR ? text_trim(node->scalar) : (struct text){0};
    if (!text_is_lua_name(word) || language_name_of(word)) {
        return false;
    }
    wrong(of->reader, node->place, did_you_mean(of->reader, word, of->names, of->row_count),
          "there is no row \"%.*s\"", TEXT_ARGS(text_shown(word)));
    return true;
}

static void read_of(struct measure_reader *of, const struct node_entry *entry, struct measure_row *row)
{
    struct reader *reader = of->reader;
    struct scope scope = {0};
    const struct node *node = node_get(&entry->value, "of");
    int32_t index =
        node && node->kind == NODE_SCALAR ? map_get(&of->row_names, text_trim(node->scalar)) : MAP_NONE;
    row->of_row = DEFINITION_NONE;
    if (!node) {
        return;
    }
    if (row->kind == ROW_VALUE) {
        wrong(reader, node->place, "leave it out", "\"of\" has no place beside \"value\"");
    } else if (index != MAP_NONE) {
        row->of_row = (uint16_t)index;
    } else if (!unknown_row(of, node)) {
        row->of = read_expression(reader, &entry->value, "of", &scope);
    }
}

static void read_row(struct measure_reader *of, const struct node_entry *entry, struct measure_row *row)
{
    static const char *const keys[] = {"title", "of",   "count", "sum", "median",
                                       "value", "unit", "about", NULL};
    struct reader *reader = of->reader;
    *row = (struct measure_row){
        .name = entry->key, .title = entry->key, .of_row = DEFINITION_NONE, .place = entry->place};
    check_word(reader, entry->key, entry->place, "a row");
    if (!read_keys(reader, &entry->value, "a row", keys)) {
        return;
    }
    row->title = read_title(reader, &entry->value, entry->key);
    row->about = read_text(reader, &entry->value, "about");
    row->unit = read_text(reader, &entry->value, "unit");
    const struct node_entry *kind = kind_of_row(reader, entry, row);
    read_of(of, entry, row);
    if (!kind || (row->kind == ROW_COUNT && is_true(&kind->value))) {
        return;
    }
    struct scope scope = {0};
    if (row->kind == ROW_VALUE) {
        scope.further = of->names;
        scope.further_count = of->name_count;
    }
    row->expression = read_expression(reader, &entry->value, row_kinds[row->kind], &scope);
}

/* True when all that ROW names is KNOWN. */
static bool row_is_ready(const struct measure_reader *of, const struct measure_row *row, const bool *known)
{
    if (row->of_row != DEFINITION_NONE && !known[row->of_row]) {
        return false;
    }
    for (size_t i = 0; row->expression && i < row->expression->read_count; i++) {
        const struct read *read = &row->expression->reads[i];
        int32_t index = read->kind == READ_NAME ? map_get(&of->row_names, read->name) : MAP_NONE;
        if (index != MAP_NONE && !known[index]) {
            return false;
        }
    }
    return true;
}

/* Round after round, the rows whose rows are known become known; what is left stands in a circle or hangs on
 * one. */
static void check_circles(const struct measure_reader *of, const struct measure_row *rows, size_t count)
{
    bool *known = arena_array(of->reader->arena, bool, count);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            if (!known[i] && row_is_ready(of, &rows[i], known)) {
                known[i] = more = true;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!known[i]) {
            wrong(of->reader, rows[i].place, NULL,
                  "the row \"%.*s\" is computed from itself, by way of the rows that it names",
                  TEXT_ARGS(text_shown(rows[i].name)));
            return;
        }
    }
}

static void read_rows(struct measure_reader *of, const struct node *node, struct measure *measure)
{
    struct reader *reader = of->reader;
    struct measure_row *rows = arena_array(reader->arena, struct measure_row, node->count);
    of->names = arena_array(reader->arena, struct text, node->count + measure->assumption_count);
    of->row_count = node->count;
    for (uint32_t i = 0; i < node->count; i++) {
        map_add(reader->arena, &of->row_names, node->entries[i].key, (int32_t)i);
        of->names[of->name_count++] = node->entries[i].key;
    }
    for (size_t i = 0; i < measure->assumption_count; i++) {
        of->names[of->name_count++] = measure->assumptions[i].name;
        int32_t row = map_get(&of->row_names, measure->assumptions[i].name);
        if (row != MAP_NONE) {
            wrong(reader, node->entries[row].place, "give it another name",
                  "there is an assumption \"%.*s\" already",
                  TEXT_ARGS(text_shown(measure->assumptions[i].name)));
        }
    }
    for (uint32_t i = 0; i < node->count; i++) {
        read_row(of, &node->entries[i], &rows[i]);
    }
    check_circles(of, rows, node->count);
    measure->rows = rows;
    measure->row_count = node->count;
}

static void read_since(struct reader *reader, const struct node *node, struct measure *measure)
{
    struct text text = read_text(reader, node, "since");
    measure->since = text.size ? date_read(text) : DATE_NONE;
    if (text.size && measure->since == DATE_NONE) {
        wrong(reader, node_get(node, "since")->place, "since: 2014-02-01", "\"since\" should be a date");
    }
}

static void read_measure(struct reader *reader, const struct node_entry *entry, struct measure *measure)
{
    static const char *const keys[] = {"title", "about", "since", "assumes", "rows", NULL};
    const struct node *node = &entry->value, *rows;
    struct measure_reader of = {.reader = reader};
    *measure = (struct measure){.name = entry->key, .title = entry->key, .since = DATE_NONE};
    check_word(reader, entry->key, entry->place, "a report");
    if (!read_keys(reader, node, "a report", keys)) {
        return;
    }
    measure->title = read_title(reader, node, entry->key);
    measure->about = read_text(reader, node, "about");
    read_since(reader, node, measure);
    read_assumptions(reader, node_get(node, "assumes"), measure);
    if ((rows = node_get(node, "rows")) && read_is_map(reader, rows, "\"rows\"") &&
        read_is_few(reader, rows, "\"rows\"", DEFINITION_LIST_LIMIT)) {
        read_rows(&of, rows, measure);
    } else if (!rows) {
        wrong(reader, entry->place, "rows: {referrals: {title: Referrals, count: true}}",
              "the report \"%.*s\" has no rows", TEXT_ARGS(text_shown(entry->key)));
    }
}

void read_measures(struct reader *reader)
{
    struct definition *definition = reader->definition;
    const struct node *node = node_get(reader->root, "measures");
    if (!node || !read_is_map(reader, node, "\"measures\"")) {
        return;
    }
    struct measure *measures = arena_array(reader->arena, struct measure, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        read_measure(reader, &node->entries[i], &measures[i]);
        map_add(reader->arena, &definition->measures_by_name, measures[i].name, (int32_t)i);
    }
    definition->measures = measures;
    definition->measure_count = node->count;
}
