#include "support.h"

#include "definition/node.h"

#include <inttypes.h>
#include <stdlib.h>

/* --- rules without Lua: a field alone, or a sum of names; a field called `fails` raises ------------- */

static void begin(void *self, struct arena *arena, const struct world *world, struct json *transcript)
{
    struct site *site = self;
    (void)arena;
    (void)world;
    assert_null(transcript);
    assert_int_equal(site->opened_begins++, 0);
}

static void end(void *self)
{
    struct site *site = self;
    assert_int_equal(--site->opened_begins, 0);
}

static struct value of_json(const struct json *json)
{
    struct value value = {.kind = VALUE_NOTHING};
    if (!json || json->type == JSON_NULL) {
        return value;
    }
    if (json->type == JSON_BOOLEAN) {
        value.kind = VALUE_BOOLEAN;
        value.boolean = json->boolean;
    } else if (json->type == JSON_STRING) {
        value.kind = VALUE_TEXT;
        value.text = json_text(json);
    } else {
        value.kind = VALUE_NUMBER;
        value.json = *json;
    }
    return value;
}

static struct value sum_of_names(const struct expression *expression, const struct scope *scope)
{
    struct value sum = {.kind = VALUE_NUMBER, .json = json_integer(0)};
    for (size_t r = 0; r < expression->read_count; r++) {
        bool found = false;
        for (size_t i = 0; i < scope->further_count; i++) {
            const struct named_value *named = &scope->further[i];
            if (!text_equal(named->name, expression->reads[r].name)) {
                continue;
            }
            found = true;
            if (named->value.kind != VALUE_NUMBER) {
                return (struct value){.kind = VALUE_NOTHING};
            }
            double a = sum.json.type == JSON_INTEGER ? (double)sum.json.integer : sum.json.real;
            double b = named->value.json.type == JSON_INTEGER ? (double)named->value.json.integer
                                                              : named->value.json.real;
            sum.json = json_real(a + b);
        }
        assert_true(found); /* everything that it names was worked out before */
    }
    return sum;
}

static enum status evaluate(void *self, const struct expression *expression, const struct scope *scope,
                            struct value *value, struct error *error)
{
    struct site *site = self;
    const struct read *read = &expression->reads[0];
    assert_int_equal(site->opened_begins, 1);
    assert_true(expression->read_count > 0);
    if (read->kind == READ_NAME) {
        *value = sum_of_names(expression, scope);
        return STATUS_OK;
    }
    if (read->kind == READ_NOW) {
        *value = (struct value){.kind = VALUE_DURATION};
        value->duration.days = zone_date(scope->world->zone, scope->now) - day("2026-01-01");
        value->duration.milliseconds = INT64_C(43200000);
        return STATUS_OK;
    }
    assert_int_equal(read->kind, READ_DATA);
    if (text_is(read->name, "fails")) {
        return error_set(error, STATUS_SCRIPT, "it failed");
    }
    *value = of_json(json_get(&scope->subject->data, read->name));
    return STATUS_OK;
}

static const struct rules_api rules_api = {.begin = begin, .end = end, .evaluate = evaluate};

/* --- the site ------------------------------------------------------------------- */

struct site *site_new(void)
{
    struct error error;
    struct site *site = memory_new(sizeof *site);
    *site = (struct site){.rules = {&rules_api, site}, .world = {.zone = zone_utc()}};
    arena_init(&site->arena);
    site->world.definitions = site->definitions;
    assert_int_equal(store_open_memory(&site->store, &error), STATUS_OK);
    return site;
}

void site_free(struct site *site)
{
    assert_int_equal(site->opened_begins, 0);
    store_close(site->store);
    arena_deinit(&site->arena);
    free(site);
}

const struct definition *site_workflow(struct site *site, const char *yaml)
{
    struct findings findings;
    struct arena *arena = &site->arena;
    struct world *world = &site->world;
    findings_init(&findings, arena);
    struct source source = {TEXT("workflow.yaml"), text_of(yaml), &findings};
    const struct node *root = node_read(arena, &source);
    const struct definition *definition = root ? definition_read(arena, root, &source) : NULL;
    if (!definition || findings.errors) {
        struct buffer out;
        buffer_init(&out, arena);
        findings_print(&findings, &out);
        fail_msg("%.*s", TEXT_ARGS(buffer_result(&out)));
    }
    size_t index = world->definition_count++;
    struct map current = {0};
    site->definitions[index] = definition;
    for (size_t i = index + 1; i-- > 0;) { /* the last of a name comes first and stays */
        (void)map_add(arena, &current, site->definitions[i]->name, (int32_t)i);
    }
    world->current = current;
    assert_true(map_add(arena, &world->by_digest, digest_hex(arena, &definition->digest), (int32_t)index));
    return definition;
}

date day(const char *text)
{
    date found = date_read(text_of(text));
    assert_true(found != DATE_NONE);
    return found;
}

instant noon(const char *text)
{
    return zone_day_start(zone_utc(), day(text)) + INT64_C(43200000);
}

/* --- cases ------------------------------------------------------------------------- */

static enum status load(struct site *site, int64_t number, struct stored_subject *subject)
{
    struct error error;
    return site->store->api->load_id(site->store, &site->arena, number, subject, &error);
}

static struct json read(struct site *site, struct text text)
{
    struct json value = json_null();
    struct error error;
    if (json_read(&site->arena, text, &value, &error) != STATUS_OK) {
        fail_msg("%s: %.*s", error.message, TEXT_ARGS(text));
    }
    return value;
}

int64_t site_entry(struct site *site, const struct definition *definition, int64_t number, instant happened,
                   instant recorded, const char *document)
{
    struct error error;
    struct stored_subject before = {0};
    bool is_new = load(site, number, &before) != STATUS_OK;
    struct json from = is_new ? json_object() : read(site, before.document),
                to = read(site, text_of(document));
    struct json content = json_object(), changes = json_array();
    json_diff(&site->arena, &from, &to, &changes);
    json_set(&site->arena, &content, TEXT("changes"), changes);
    struct store_change change = {
        .subject = {.id = number,
                    .kind = SUBJECT_CASE,
                    .reference = text_printf(&site->arena, "C-%" PRId64, number),
                    .workflow = definition->name,
                    .definition = digest_hex(&site->arena, &definition->digest),
                    .opened = json_get_integer(&to, "opened", 0),
                    .closed = INSTANT_NONE,
                    .version = before.version + 1,
                    .due = INSTANT_NONE,
                    .document = json_to_text(&site->arena, &to)},
        .is_new = is_new,
        .expected_version = before.version,
        .happened = happened,
        .recorded = recorded,
        .content = json_to_text(&site->arena, &content),
    };
    const struct store_api *api = site->store->api;
    if (api->begin(site->store, &error) != STATUS_OK ||
        api->apply(site->store, &change, &error) != STATUS_OK ||
        api->commit(site->store, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return change.entry;
}

enum status site_report(struct site *site, const struct report_query *query, struct report *report,
                        struct error *error)
{
    return report_run(&site->arena, site->store, &site->world, &site->rules, query, report, error);
}

struct report site_report_as_at(struct site *site, const char *name, const char *as_at)
{
    struct report report;
    struct error error;
    struct report_query query = {
        .name = text_of(name), .as_at = day(as_at), .known_at = DATE_NONE, .now = INSTANT_NONE};
    if (site_report(site, &query, &report, &error) != STATUS_OK) {
        fail_msg("%s: %s", error.place, error.message);
    }
    return report;
}

const char *report_figures(struct site *site, const struct report *report)
{
    struct buffer out;
    buffer_init(&out, &site->arena);
    for (size_t i = 0; i < report->measure->row_count; i++) {
        const struct report_row *row = &report->rows[i];
        buffer_printf(&out, "%s%.*s=", i ? " " : "", TEXT_ARGS(row->row->name));
        json_write(&row->value, &out);
        if (row->has_denominator) {
            buffer_printf(&out, "/%" PRIu64, row->denominator);
        }
    }
    return text_copy(&site->arena, buffer_result(&out)).at;
}
