/* What a rule costs: a call of one beside a bare lua_pcall of the same function, and an event that asks none,
 * one and five, each beside the one that asks none. In memory and by turns, so that only the ratios are to be
 * compared with those of other machines. */
#include "app/bench.h"

#include "definition/node.h"
#include "script/script.h"
#include "workbench/trial.h"

#include <stdio.h>

enum { CALLS = 500 /* of one plan: within its budget */, PLANS = 20, EVENTS = 500, KINDS = 3 };

static const char workflow[] =
    "workflow: measured\n"
    "rules: {fits: {title: Fits, gives: yes/no, default: yes}}\n"
    "fields: {a: yes/no, b: yes/no, c: yes/no, d: yes/no, e: yes/no}\n"
    "states:\n"
    "  open:\n"
    "    on:\n"
    "      none: {actions: [{assign: {a: yes, b: yes, c: yes, d: yes, e: yes}}]}\n"
    "      one: {actions: [{assign: {a: = rules.fits(), b: yes, c: yes, d: yes, e: "
    "yes}}]}\n"
    "      five: {actions: [{assign: {a: = rules.fits(), b: = rules.fits(), c: = "
    "rules.fits(), d: = rules.fits(), e: = rules.fits()}}]}\n";
static const char rule[] = "function(case, event) return true end";

struct ground {
    struct bench *bench;
    const struct definition *definition;
    struct world world;
    struct plugin plugin;
    struct area area;
    struct script *script;
    struct store *store;
    struct trial trial;
};

static double microseconds(const struct bench *bench, uint64_t began, size_t count)
{
    return (double)(clock_elapsed(&bench->app->clock) - began) / 1e3 / (double)count;
}

static enum status make_ground(struct ground *ground, struct error *error)
{
    struct arena *arena = &ground->bench->arena;
    struct findings findings;
    findings_init(&findings, arena);
    struct source source = {TEXT("measured.yaml"), text_of(workflow), &findings};
    const struct node *root = node_read(arena, &source);
    ground->definition = root ? definition_read(arena, root, &source) : NULL;
    if (!ground->definition) {
        return error_set(error, STATUS_INVALID, "the workflow of the bench is not read");
    }
    struct text code = text_printf(arena, "return { rules = { fits = %s } }", rule);
    ground->plugin = (struct plugin){.name = TEXT("measured"),
                                     .version = TEXT("1.0.0"),
                                     .digest = digest_of(code),
                                     .file = TEXT("init.lua"),
                                     .code = code,
                                     .settings = json_object()};
    ground->area = (struct area){
        .name = TEXT("measured"), .title = TEXT("Measured"), .from = DATE_NONE, .until = DATE_NONE};
    ground->world = (struct world){.zone = zone_utc(),
                                   .definitions = &ground->definition,
                                   .definition_count = 1,
                                   .plugins = &ground->plugin,
                                   .plugin_count = 1,
                                   .areas = &ground->area,
                                   .area_count = 1};
    map_add(arena, &ground->world.current, ground->definition->name, 0);
    map_add(arena, &ground->world.by_digest, digest_hex(arena, &ground->definition->digest), 0);
    ground->script = script_new(&(struct script_options){.clock = &ground->bench->app->clock});
    enum status status = store_open_memory(&ground->store, error);
    if (status == STATUS_OK) {
        trial_begin(&ground->trial, &ground->world, ground->store, script_rules(ground->script), 0);
    }
    return status;
}

static enum status send(struct ground *ground, const char *event, struct error *error)
{
    struct arena arena;
    struct job job;
    arena_init(&arena);
    struct command command = {.subject = TEXT("A"),
                              .event = text_of(event),
                              .workflow = ground->definition->name,
                              .area = ground->area.name,
                              .all_roles = true,
                              .override_until = DATE_NONE,
                              .at = INSTANT_NONE,
                              .recorded = INSTANT_NONE};
    enum status status = trial_run(&ground->trial, &arena, &command, &job, error);
    if (status == STATUS_OK && (job.status != STATUS_OK || job.outcome != OUTCOME_DONE)) {
        status = error_set(error, STATUS_INVALID, "%s was not done: %s", event, job.error.message);
    }
    arena_deinit(&arena);
    return status;
}

static enum status measure_events(struct ground *ground, double each[KINDS], struct error *error)
{
    static const char *const events[KINDS] = {"none", "one", "five"};
    enum status status = STATUS_OK;
    for (int kind = 0; status == STATUS_OK && kind < KINDS; kind++) {
        uint64_t began = clock_elapsed(&ground->bench->app->clock);
        for (int i = 0; status == STATUS_OK && i < EVENTS; i++) {
            status = send(ground, events[kind], error);
        }
        each[kind] = microseconds(ground->bench, began, EVENTS);
    }
    return status;
}

/* Asks the rule again and again within a plan: making the plugin's table is the first call's. */
static enum status measure_calls(struct ground *ground, double *each, struct error *error)
{
    struct arena arena;
    struct rules rules = script_rules(ground->script);
    struct subject subject;
    struct rule_answer answer;
    enum status status = STATUS_OK;
    arena_init(&arena);
    subject_init(&subject, ground->definition);
    subject.area = ground->area.name;
    struct scope scope = {.world = &ground->world, .subject = &subject};
    uint64_t began = clock_elapsed(&ground->bench->app->clock);
    for (int plan = 0; status == STATUS_OK && plan < PLANS; plan++) {
        arena_reset(&arena);
        struct json transcript = json_array();
        rules.api->begin(rules.self, &arena, &ground->world, &transcript);
        for (int i = 0; status == STATUS_OK && i < CALLS; i++) {
            status = rules.api->ask(rules.self, &ground->definition->rules[0], &scope, &answer, error);
        }
        rules.api->end(rules.self);
    }
    *each = microseconds(ground->bench, began, (size_t)PLANS * CALLS);
    arena_deinit(&arena);
    return status;
}

static void tell(const struct bench *bench, double bare, double call, const double *events)
{
    if (bench->json) {
        printf("{\"pcall_us\":%.3f,\"rule_us\":%.3f,\"rule_ratio\":%.2f,\"event_us\":%.1f,\"event_one_rule_"
               "ratio\":%.2f,\"event_five_rules_ratio\":%.2f}\n",
               bare, call, call / bare, events[0], events[1] / events[0], events[2] / events[0]);
    } else {
        printf("a rule's call %.2f µs, a bare lua_pcall of the same function %.2f: ratio %.1f\n", call, bare,
               call / bare);
        printf("an event in memory that asks no rule %.1f µs; one rule: ratio %.2f; five: %.2f\n", events[0],
               events[1] / events[0], events[2] / events[0]);
    }
    fflush(stdout);
}

static enum status run_rounds(struct ground *ground, struct error *error)
{
    size_t rounds = ground->bench->rounds;
    double *bare = arena_array(&ground->bench->arena, double, rounds);
    double *call = arena_array(&ground->bench->arena, double, rounds), *events[KINDS], medians[KINDS];
    for (int kind = 0; kind < KINDS; kind++) {
        events[kind] = arena_array(&ground->bench->arena, double, rounds);
    }
    enum status status = send(ground, "open", error);
    for (size_t i = 0; status == STATUS_OK && i < rounds; i++) {
        double each[KINDS] = {0};
        uint64_t began = clock_elapsed(&ground->bench->app->clock);
        status = script_bare_calls(ground->script, rule, (size_t)PLANS * CALLS, error);
        bare[i] = microseconds(ground->bench, began, (size_t)PLANS * CALLS);
        status = status == STATUS_OK ? measure_calls(ground, &call[i], error) : status;
        status = status == STATUS_OK ? measure_events(ground, each, error) : status;
        for (int kind = 0; kind < KINDS; kind++) {
            events[kind][i] = each[kind];
        }
    }
    for (int kind = 0; kind < KINDS; kind++) {
        medians[kind] = bench_median(events[kind], rounds);
    }
    if (status == STATUS_OK) {
        tell(ground->bench, bench_median(bare, rounds), bench_median(call, rounds), medians);
    }
    return status;
}

enum status bench_rules(struct bench *bench, struct error *error)
{
    struct ground ground = {.bench = bench};
    enum status status = make_ground(&ground, error);
    if (status == STATUS_OK) {
        status = run_rounds(&ground, error);
        trial_end(&ground.trial);
    }
    if (ground.store) {
        store_close(ground.store);
    }
    script_free(ground.script);
    return status;
}
