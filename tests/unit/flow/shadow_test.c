/* Shadows: asked beside the plugin that decides, after the answer, and never in the way; what is kept of them
 * is bounded. */
#include "support.h"

#include "flow/path.h"
#include "flow/shadow.h"

#include <string.h>

static const char yaml[] = "fields: {n: {type: number}}\n"
                           "rules: {fit: {gives: yes/no, default: true}}\n"
                           "events: {open: {}, go: {}, on: {}}\n"
                           "initial: a\n"
                           "states:\n"
                           "  a:\n"
                           "    on: {go: {target: b, requires: [{rule: fit}]}}\n"
                           "  b:\n"
                           "    on: {on: {requires: [{rule: fit}], actions: [{assign: {n: 1}}]}}\n"
                           "    after: {1 day: [{target: c, guard: data.n == 1}, {target: a}]}\n"
                           "  c: {}\n";

static struct site site;
static struct rules_api api;
static enum status (*evaluate_plain)(void *self, const struct expression *expression,
                                     const struct scope *scope, struct value *value, struct error *error);
static struct plugin installed;

/* --- rules that the plugin x answers, as its version says ----------------------------------- */

static const struct plugin *plugin_now(void)
{
    return &site.fake.world->plugins[0];
}

static void write_line(const char *call, struct json gave)
{
    struct json line = json_object();
    if (site.fake.transcript) {
        json_set(site.fake.arena, &line, TEXT("call"), json_string(text_of(call)));
        json_set(site.fake.arena, &line, TEXT("gave"), gave);
        json_set(site.fake.arena, &line, TEXT("plugin"), json_string(plugin_now()->name));
        json_append(site.fake.arena, site.fake.transcript, line);
    }
}

static enum status ask(void *self, const struct rule_declaration *rule, const struct scope *scope,
                       struct rule_answer *answer, struct error *error)
{
    (void)self, (void)rule, (void)scope;
    if (text_is(plugin_now()->version, "broken")) {
        return error_set(error, STATUS_SCRIPT, "It is broken.");
    }
    bool holds = !text_is(plugin_now()->version, "no");
    *answer = (struct rule_answer){.holds = holds, .sentence = TEXT("Not now.")};
    write_line("rules.fit", json_boolean(holds));
    return STATUS_OK;
}

/* Guards count as answers of the plugin too, so that there is something that time asks. */
static enum status evaluate(void *self, const struct expression *expression, const struct scope *scope,
                            struct value *value, struct error *error)
{
    enum status status = evaluate_plain(self, expression, scope, value, error);
    if (status == STATUS_OK && value->kind == VALUE_BOOLEAN) {
        value->boolean = value->boolean || text_is(plugin_now()->version, "no");
        write_line("guard", json_boolean(value->boolean));
    }
    return status;
}

static enum status read_plugin(struct arena *arena, const struct world *world, struct text name,
                               struct text files, struct plugin *plugin, struct error *error)
{
    struct json json;
    (void)world, (void)name;
    assert_int_equal(json_read(arena, files, &json, error), STATUS_OK);
    plugin->version = json_get_text(&json, "version");
    return text_is(plugin->version, "unreadable") ? error_set(error, STATUS_UNSUPPORTED, "It cannot be read.")
                                                  : STATUS_OK;
}

/* --- a site with that plugin ------------------------------------------------------------------ */

static int begin(void **state)
{
    (void)state;
    site_begin(&site, yaml);
    api = *site.flow->options.rules.api;
    evaluate_plain = api.evaluate;
    api.ask = ask;
    api.evaluate = evaluate;
    site.flow->options.rules.api = &api;
    installed = (struct plugin){.name = TEXT("x"), .version = TEXT("yes")};
    site.world.plugins = &installed;
    site.world.plugin_count = 1;
    site.world.read_plugin = read_plugin;
    must(&site, "{'event':'open','workflow':'w'}");
    return 0;
}

static int end(void **state)
{
    (void)state;
    assert_verified(&site);
    site_end(&site);
    return 0;
}

static struct job *shadow_job(const char *event, const char *name, const char *version)
{
    struct job *job = arena_new(&site.arena, struct job);
    struct json data = json_null(), files = json_object();
    if (version) {
        data = json_object();
        json_set(&site.arena, &files, TEXT("tests/a_test.lua"), json_string(TEXT("not counted")));
        json_set(&site.arena, &files, TEXT("version"), json_string(text_of(version)));
        json_set(&site.arena, &data, TEXT("files"), files);
    }
    *job = (struct job){
        .kind = JOB_SHADOW,
        .command = {.subject = text_of(name), .event = text_of(event), .actor = TEXT("ada"), .data = data},
        .arena = &site.arena};
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    return job;
}

static void put(const char *version)
{
    assert_int_equal(shadow_job("put", "x", version)->status, STATUS_OK);
}

static const char *counts_of(void)
{
    struct error error;
    struct json json;
    assert_int_equal(shadow_counts(site.store, &site.arena, TEXT("x"), &json, &error), STATUS_OK);
    return text_copy(&site.arena, json_to_text(&site.arena, &json)).at;
}

static struct json differences(void)
{
    struct error error;
    struct json json;
    assert_int_equal(shadow_differences(site.store, &site.arena, TEXT("x"), &json, &error), STATUS_OK);
    return json;
}

/* --- what is so -------------------------------------------------------------------------------- */

static void without_one_nothing_is_noted(void **state)
{
    (void)state;
    must(&site, "{'event':'go','case':'C-1'}");
    assert_true(site.flow->shadows_known);
    assert_null(site.flow->shadows);
    assert_string_equal(counts_of(), "{}");
}

static void one_that_agrees_is_counted(void **state)
{
    (void)state;
    put("maybe");
    must(&site, "{'event':'go','case':'C-1'}");
    assert_string_equal(counts_of(), "{\"asked\":{\"outcome\":1,\"rules.fit\":1},\"next\":0}");
    assert_int_equal(differences().count, 0);
}

static void one_that_differs_is_told_and_decides_nothing(void **state)
{
    (void)state;
    put("no");
    struct job *job = must(&site, "{'event':'go','case':'C-1'}");
    assert_int_equal(job->version, 2);
    assert_string_equal(counts_of(), "{\"asked\":{\"outcome\":1,\"rules.fit\":1},"
                                     "\"differed\":{\"outcome\":1,\"rules.fit\":1},\"next\":2}");
    struct json found = differences();
    assert_text(json_get_text(&found.elements[0], "rule"), "rules.fit");
    assert_json(&site, *json_member_of(&found.elements[0], "was"), "{'gave':true}");
    assert_json(&site, *json_member_of(&found.elements[0], "is"), "{'gave':false}");
    assert_text(json_get_text(&found.elements[1], "rule"), "outcome");
    assert_text(json_get_text(&found.elements[1], "case"), "C-1");
    assert_int_equal(json_get_integer(&found.elements[1], "entry", 0), 2);
    assert_json(&site, *json_member_of(&found.elements[1], "was"), "{'outcome':'done'}");
    assert_json(&site, *json_member_of(&found.elements[1], "is"), "{'outcome':'refused','why':'Not now.'}");
    assert_entries(&site, "C-1", "open go");
}

static void a_refusal_that_it_would_let_through(void **state)
{
    (void)state;
    installed.version = TEXT("no");
    put("yes");
    assert_job(does(&site, "{'event':'go','case':'C-1'}"), "ok refused");
    struct json found = differences();
    assert_int_equal(found.count, 2);
    assert_int_equal(json_get_integer(&found.elements[1], "entry", -1), 0);
    assert_json(&site, *json_member_of(&found.elements[1], "is"), "{'outcome':'done'}");
}

static void one_that_fails_is_a_difference(void **state)
{
    (void)state;
    put("broken");
    must(&site, "{'event':'go','case':'C-1'}");
    put("unreadable");
    assert_int_equal(differences().count, 0); /* another one begins at nothing */
    must(&site, "{'event':'on','case':'C-1'}");
    struct json found = differences();
    assert_int_equal(found.count, 2);
    assert_null(json_member_of(&found.elements[0], "gave"));
    assert_json(&site, *json_member_of(&found.elements[1], "is"),
                "{'outcome':'failed','why':'It cannot be read.'}");
}

static void what_time_brings_is_asked_too(void **state)
{
    (void)state;
    must(&site, "{'event':'go','case':'C-1'}");
    put("no");
    set_clock(&site, "2026-03-20T09:00:00Z");
    assert_true(let_time_pass(&site) > 0);
    struct json found = differences();
    assert_int_equal(found.count, 2);
    assert_text(json_get_text(&found.elements[0], "rule"), "guard");
    assert_text(json_get_text(&found.elements[1], "rule"), "outcome");
    const struct json *parts = json_member_of(json_member_of(&found.elements[1], "is"), "parts");
    assert_non_null(parts);
}

static void what_does_not_happen_is_not_asked(void **state)
{
    (void)state;
    put("no");
    struct job *dry = job_of(&site, "{'event':'go','case':'C-1'}");
    dry->kind = JOB_DRY;
    assert_int_equal(turn(&site, &dry, 1), STATUS_OK);
    struct job *imported = job_of(&site, "{'event':'go','case':'C-1'}");
    imported->command.origin = ORIGIN_IMPORT;
    assert_int_equal(turn(&site, &imported, 1), STATUS_OK);
    assert_job(imported, "ok done");
    assert_string_equal(counts_of(), "{}");
}

static void a_turn_that_is_rolled_back_asks_nothing(void **state)
{
    (void)state;
    put("no");
    struct job *job = job_of(&site, "{'event':'go','case':'C-1'}");
    faults.status = STATUS_FULL;
    faults.fail_commit = 1;
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    assert_job(job, "ok done"); /* it was run again, by itself: it counts once */
    assert_int_equal(differences().count, 2);
}

static void what_cannot_be_kept_touches_nobody(void **state)
{
    (void)state;
    put("no");
    struct job *job = job_of(&site, "{'event':'go','case':'C-1'}");
    faults.status = STATUS_FULL;
    faults.fail_commit = 2;
    assert_int_equal(turn(&site, &job, 1), STATUS_OK);
    assert_job(job, "ok done");
    assert_int_equal(differences().count, 0);
    faults.status = STATUS_IO; /* then nobody may be answered any more */
    faults.fail_commit = 2;
    job = job_of(&site, "{'event':'on','case':'C-1'}");
    assert_int_equal(turn(&site, &job, 1), STATUS_IO);
}

static void it_outlives_the_flow(void **state)
{
    (void)state;
    put("no");
    struct flow_options options = site.flow->options;
    flow_free(site.flow);
    site.flow = flow_new(&options);
    must(&site, "{'event':'go','case':'C-1'}");
    assert_int_equal(differences().count, 2);
}

static void the_oldest_give_way(void **state)
{
    (void)state;
    must(&site, "{'event':'go','case':'C-1'}");
    put("no");
    for (int i = 0; i < SHADOW_DIFFERENCES_LIMIT / 2 + 1; i++) {
        must(&site, "{'event':'on','case':'C-1'}");
    }
    struct json found = differences();
    assert_int_equal(found.count, SHADOW_DIFFERENCES_LIMIT);
    assert_int_equal(json_get_integer(&found.elements[0], "entry", 0), 4);
}

static void what_is_dropped_leaves_nothing(void **state)
{
    (void)state;
    struct error error;
    struct json shadow;
    assert_int_equal(shadow_job("drop", "x", NULL)->status, STATUS_NOT_FOUND);
    put("no");
    must(&site, "{'event':'go','case':'C-1'}");
    assert_int_equal(shadow_job("drop", "x", NULL)->status, STATUS_OK);
    assert_int_equal(shadow_read(site.store, &site.arena, TEXT("x"), &shadow, &error), STATUS_NOT_FOUND);
    assert_string_equal(counts_of(), "{}");
    assert_int_equal(differences().count, 0);
    must(&site, "{'event':'on','case':'C-1'}");
    assert_null(site.flow->shadows);
}

static void how_many_and_how_large(void **state)
{
    (void)state;
    for (int i = 0; i < SHADOWS_LIMIT; i++) {
        const char *name = arena_printf(&site.arena, "p%d", i);
        assert_int_equal(shadow_job("put", name, "no")->status, STATUS_OK);
    }
    assert_int_equal(shadow_job("put", "x", "no")->status, STATUS_LIMIT);
    assert_int_equal(shadow_job("put", "p0", "yes")->status,
                     STATUS_OK); /* one that has one may have another */
    char *large = arena_alloc(&site.arena, SHADOW_FILES_LIMIT + 1);
    memset(large, 'a', SHADOW_FILES_LIMIT);
    large[SHADOW_FILES_LIMIT] = '\0';
    assert_int_equal(shadow_job("put", "p0", large)->status, STATUS_LIMIT);
}

/* --- two answers ---------------------------------------------------------------------------------- */

struct heard {
    struct buffer out;
};

static void hear(void *self, struct text rule, bool differs, struct json was, struct json is)
{
    struct heard *heard = self;
    buffer_printf(&heard->out, "%.*s %s %.*s %.*s\n", TEXT_ARGS(rule), differs ? "differs" : "same",
                  TEXT_ARGS(json_to_text(&site.arena, &was)), TEXT_ARGS(json_to_text(&site.arena, &is)));
}

static struct shadow_side side_of(const char *said)
{
    struct shadow_side side = {json_null(), json_null()};
    assert_int_equal(json_read(&site.arena, text_of(said), &side.said, NULL), STATUS_OK);
    return side;
}

static void questions_are_paired_in_their_order(void **state)
{
    (void)state;
    struct heard heard;
    buffer_init(&heard.out, &site.arena);
    struct shadow_side was = side_of("{\"outcome\":\"done\",\"lines\":["
                                     "{\"call\":\"a\",\"answer\":1},{\"call\":\"b\",\"answer\":1},"
                                     "{\"call\":\"a\",\"answer\":2}]}");
    struct shadow_side is = side_of("{\"outcome\":\"done\",\"lines\":["
                                    "{\"call\":\"a\",\"answer\":1},{\"call\":\"a\",\"answer\":3},"
                                    "{\"call\":\"c\",\"answer\":4}]}");
    shadow_compare(&site.arena, &was, &is, hear, &heard);
    assert_text(buffer_result(&heard.out), "a same 1 1\n"
                                           "b differs 1 null\n"
                                           "a differs 2 3\n"
                                           "c differs null 4\n"
                                           "outcome same {\"outcome\":\"done\"} {\"outcome\":\"done\"}\n");
}

static void a_long_answer_is_told_by_its_length(void **state)
{
    (void)state;
    struct heard heard;
    buffer_init(&heard.out, &site.arena);
    char *text = arena_alloc(&site.arena, SHADOW_ANSWER_LIMIT + 1);
    memset(text, 'a', SHADOW_ANSWER_LIMIT);
    text[SHADOW_ANSWER_LIMIT] = '\0';
    struct shadow_side was = side_of(arena_printf(
        &site.arena, "{\"outcome\":\"done\",\"lines\":[{\"call\":\"a\",\"answer\":\"%s\"}]}", text));
    struct shadow_side is = side_of("{\"outcome\":\"done\",\"lines\":[{\"call\":\"a\",\"answer\":\"b\"}]}");
    shadow_compare(&site.arena, &was, &is, hear, &heard);
    assert_true(text_starts(buffer_result(&heard.out), TEXT("a differs {\"bytes\":4098} \"b\"\n")));
}

#define WITH_A_SITE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_SITE(without_one_nothing_is_noted),
        WITH_A_SITE(one_that_agrees_is_counted),
        WITH_A_SITE(one_that_differs_is_told_and_decides_nothing),
        WITH_A_SITE(a_refusal_that_it_would_let_through),
        WITH_A_SITE(one_that_fails_is_a_difference),
        WITH_A_SITE(what_time_brings_is_asked_too),
        WITH_A_SITE(what_does_not_happen_is_not_asked),
        WITH_A_SITE(a_turn_that_is_rolled_back_asks_nothing),
        WITH_A_SITE(what_cannot_be_kept_touches_nobody),
        WITH_A_SITE(it_outlives_the_flow),
        WITH_A_SITE(the_oldest_give_way),
        WITH_A_SITE(what_is_dropped_leaves_nothing),
        WITH_A_SITE(how_many_and_how_large),
        WITH_A_SITE(questions_are_paired_in_their_order),
        WITH_A_SITE(a_long_answer_is_told_by_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
