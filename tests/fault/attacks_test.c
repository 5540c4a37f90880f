/* Plugins that mean harm, each run as the plugin of a case's area through the whole path: load, plan, apply.
 *
 * attacks/KIND/NAME.lua is one attack. Its first lines are comments that say how it ends:
 *
 *   -- expect: cut off: WORDS    a budget ends it, and the message has WORDS
 *   -- expect: failed: WORDS     the call fails otherwise, and the message has WORDS
 *   -- expect: gives: TEXT       it runs to its end and gives this: it found nothing to break
 *   -- expect: done              the same, of an action or a hook
 *   -- expect: not read: WORDS   the workflow that holds the expression has this error
 *   -- as: rule | action | hook | expression      (rule, where it is not said)
 *   -- on failure: go on         what its manifest says (else refuse): the event is done without it
 *   -- watchdog: MILLISECONDS    the wall-clock bound of its host (else one that is never met)
 *
 * Behind each attack the host must live, answer another case with an honest plugin that looks for what the
 * attack may have left behind, hold no more memory than before, and have told nothing of what the case holds;
 * and the case must be as it was when the attack failed. All attacks share one host, so that what one of them
 * breaks the next ones meet.
 *
 * No test fails on time as such: what is measured is held against ten times the bound, and the worst is told.
 */
#include "base/files.h"
#include "definition/node.h"
#include "script/script.h"
#include "workbench/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum {
    LEAST_OF_A_KIND = 15,
    LEAST = 100,
    ROUNDS = 2,                 /* after the one that fills the caches */
    SLACK = 4096,               /* bytes that a host may hold more: tables of texts grow by steps */
    NEVER_MILLISECONDS = 60000, /* a watchdog that no attack meets, even under a sanitizer */
    LATE_MILLISECONDS = 100     /* the bound: to answer another case after an attack's deadline */
};

static const char *folder;
static size_t attacks_run;

/* What was measured, in nanoseconds. */
static struct {
    uint64_t late;   /* beyond the watchdog's bound, before the attack was cut off */
    uint64_t answer; /* to answer the other case */
    uint64_t attack;
    char name[64]; /* of that attack */
} worst;

struct attack {
    struct text name; /* KIND/NAME.lua */
    struct text code, expect, as;
    bool goes_on;
    uint64_t watchdog; /* milliseconds; 0: none that is met */
};

struct stage {
    struct arena arena;
    struct script *script;
    struct store *store;
    struct trial trial;
    struct world world;
    struct plugin plugins[2];
    struct area areas[2];
    const struct definition *definition;
    const char *wrong; /* what did not hold; NULL: all did */
};

static struct clock system_clock;
static struct script *shared; /* with a watchdog that is never met */

static const char workflow[] =
    "workflow: attacked\n"
    "rules:\n"
    "  attack: {title: Attack, gives: text, default: none}\n"
    "  other: {title: Other, gives: text, default: none}\n"
    "  often: {title: Often, gives: number, default: 3}\n"
    "  honest: {title: Honest, gives: text, default: none}\n"
    "fields:\n"
    "  name: {type: text, title: Name}\n"
    "  said: {type: long text, title: Said}\n"
    "  visits: {type: number, title: Visits}\n"
    "  day: {type: date, title: Day}\n"
    "  kinds: {type: choices, title: Kinds, options: [one, two]}\n"
    "  children: {type: list, title: Children, of: {born: {type: date, title: Born}}}\n"
    "states:\n"
    "  outside:\n"
    "    on:\n"
    "      try: {actions: [{assign: {said: = rules.attack()}}]}\n"
    "      act: {actions: [{call: attack}]}\n"
    "      enter: inside\n"
    "      honest: {actions: [{assign: {said: = rules.honest()}}]}\n"
    "      compute: {actions: [{assign: {said: '= ";
static const char workflow_end[] = "'}}]}\n"
                                   "  inside:\n"
                                   "    on: {leave: outside}\n";

/* Looks for what an attack may have left in what plugins share. */
static const char honest_plugin[] =
    "local function whole()\n"
    "  for _, library in ipairs({ string, table, math }) do\n"
    "    if next(library) ~= nil or rawlen(library) ~= 0 then return 'a library was written to' end\n"
    "  end\n"
    "  if leak ~= nil or rawget(_ENV, 'string') ~= nil then return 'a name is left over' end\n"
    "  if ('x').leak ~= nil or ('x'):upper() ~= 'X' then return 'the methods of texts were changed' end\n"
    "  local sorted = { 3, 1, 2 }\n"
    "  table.sort(sorted)\n"
    "  if table.concat(sorted) ~= '123' then return 'sort is broken' end\n"
    "  if string.format('%d', 3) ~= '3' or ('a,b'):gsub(',', '-') ~= 'a-b' then return 'string is broken' "
    "end\n"
    "  if math.max(1, 2) ~= 2 or type(today) ~= 'date' then return 'the rest is broken' end\n"
    "  if getmetatable('') ~= nil then return 'a metatable is in reach' end\n"
    "  return 'whole'\n"
    "end\n"
    "return { rules = { honest = whole } }\n";

static bool begins(struct text text, const char *with)
{
    return text_equal(text_part(text, 0, strlen(with)), text_of(with));
}

/* --- reading an attack -------------------------------------------------------------------------- */

/* What stands behind "-- KEY: " in the comments at the beginning of CODE; empty when nothing does. */
static struct text header_of(struct text code, const char *key)
{
    struct text rest = code, line;
    while (text_split(&rest, '\n', &line) && begins(line, "-- ")) {
        struct text what = text_part(line, 3, line.size);
        if (begins(what, key) && what.size > strlen(key) && what.at[strlen(key)] == ':') {
            return text_trim(text_part(what, strlen(key) + 1, what.size));
        }
    }
    return (struct text){0};
}

static struct attack read_attack(struct arena *arena, const char *kind, struct text name)
{
    struct files files = files_system();
    struct error error;
    int64_t watchdog = 0;
    struct attack attack = {.name = text_printf(arena, "%s/%.*s", kind, TEXT_ARGS(name))};
    const char *path = arena_printf(arena, "%s/%.*s", folder, TEXT_ARGS(attack.name));
    if (files.read(files.self, arena, path, SCRIPT_CODE_LIMIT, &attack.code, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    attack.expect = header_of(attack.code, "expect");
    attack.as = header_of(attack.code, "as");
    attack.as = attack.as.size ? attack.as : TEXT("rule");
    attack.goes_on = text_is(header_of(attack.code, "on failure"), "go on");
    if (text_integer(header_of(attack.code, "watchdog"), &watchdog)) {
        attack.watchdog = (uint64_t)watchdog;
    }
    return attack;
}

/* The expression of an attack: what follows its comments, as it stands in YAML between single quotes. */
static struct text expression_of(struct arena *arena, const struct attack *attack)
{
    struct text rest = attack->code, line = {0};
    struct buffer out;
    buffer_init(&out, arena);
    if (!text_is(attack->as, "expression")) {
        return TEXT("rules.other()");
    }
    while (begins(rest, "-- ")) {
        (void)text_split(&rest, '\n', &line);
    }
    rest = text_trim(rest);
    for (size_t i = 0; i < rest.size; i++) {
        buffer_string(&out, rest.at[i] == '\'' ? "'" : "");
        buffer_byte(&out, rest.at[i] == '\n' ? ' ' : rest.at[i]);
    }
    return buffer_result(&out);
}

/* --- the stage ---------------------------------------------------------------------------------- */

static void note(struct stage *stage, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void note(struct stage *stage, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *what = arena_vprintf(&stage->arena, format, arguments);
    va_end(arguments);
    stage->wrong = stage->wrong ? stage->wrong : what;
}

static bool read_definition(struct stage *stage, const struct attack *attack)
{
    struct findings findings;
    struct buffer out;
    findings_init(&findings, &stage->arena);
    struct text expression = expression_of(&stage->arena, attack);
    struct text yaml = text_printf(&stage->arena, "%s%.*s%s", workflow, TEXT_ARGS(expression), workflow_end);
    struct source source = {.file = TEXT("attacked.yaml"), .bytes = yaml, .findings = &findings};
    const struct node *root = node_read(&stage->arena, &source);
    stage->definition = root ? definition_read(&stage->arena, root, &source) : NULL;
    if (stage->definition) {
        script_check_definition(stage->script, stage->definition, &findings);
    }
    if (!findings.errors) {
        return true;
    }
    buffer_init(&out, &stage->arena);
    findings_print(&findings, &out);
    struct text told = buffer_result(&out);
    struct text words = text_part(attack->expect, strlen("not read: "), attack->expect.size);
    if (!begins(attack->expect, "not read: ") || !memmem(told.at, told.size, words.at, words.size)) {
        note(stage, "the workflow is not read: %.*s", TEXT_ARGS(told));
    }
    return false;
}

static void add_plugin(struct stage *stage, const char *name, struct text code)
{
    size_t place = stage->world.plugin_count++;
    stage->world.area_count++;
    stage->plugins[place] = (struct plugin){.name = text_of(name),
                                            .version = TEXT("1.0.0"),
                                            .digest = digest_of(code),
                                            .file = text_printf(&stage->arena, "plugins/%s/init.lua", name),
                                            .code = code,
                                            .settings = json_object()};
    stage->areas[place] = (struct area){.name = text_of(name),
                                        .title = text_of(name),
                                        .from = DATE_NONE,
                                        .until = DATE_NONE,
                                        .plugin = (uint16_t)place};
}

static struct job send(struct stage *stage, const char *json)
{
    struct json object;
    struct command command;
    struct job job = {0};
    struct error error;
    assert_int_equal(json_read(&stage->arena, text_of(json), &object, &error), STATUS_OK);
    assert_int_equal(command_read(&stage->arena, stage->world.zone, &object, &command, &error), STATUS_OK);
    command.all_roles = true;
    if (trial_run(&stage->trial, &stage->arena, &command, &job, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return job;
}

static void open_cases(struct stage *stage)
{
    struct job one = send(stage, "{\"event\":\"open\",\"case\":\"A\",\"workflow\":\"attacked\",\"area\":"
                                 "\"attacker\",\"data\":{\"name\":\"Zebedee Quill\",\"visits\":3,\"day\":"
                                 "\"2026-01-31\",\"kinds\":[\"one\"]}}");
    struct job other = send(stage, "{\"event\":\"open\",\"case\":\"B\",\"workflow\":\"attacked\",\"area\":"
                                   "\"honest\"}");
    if (one.status != STATUS_OK || one.outcome != OUTCOME_DONE || other.outcome != OUTCOME_DONE) {
        fail_msg("the cases do not open: %s", one.error.message);
    }
}

static bool stage_begin(struct stage *stage, const struct attack *attack)
{
    struct error error;
    *stage = (struct stage){.script = shared};
    arena_init(&stage->arena);
    if (attack->watchdog) {
        stage->script = script_new(&(struct script_options){.clock = &system_clock,
                                                            .nanoseconds_limit = attack->watchdog * 1000000});
    }
    if (!read_definition(stage, attack)) {
        return false;
    }
    stage->world = (struct world){.zone = zone_utc(),
                                  .definitions = &stage->definition,
                                  .definition_count = 1,
                                  .areas = stage->areas,
                                  .plugins = stage->plugins};
    map_add(&stage->arena, &stage->world.current, stage->definition->name, 0);
    map_add(&stage->arena, &stage->world.by_digest, digest_hex(&stage->arena, &stage->definition->digest), 0);
    add_plugin(stage, "attacker", TEXT("return {}"));
    add_plugin(stage, "honest", text_of(honest_plugin));
    assert_int_equal(store_open_memory(&stage->store, &error), STATUS_OK);
    trial_begin(&stage->trial, &stage->world, stage->store, script_rules(stage->script),
                instant_read(zone_utc(), TEXT("2026-01-05T09:00:00Z")));
    open_cases(stage);
    if (!text_is(attack->as, "expression")) { /* from now on: a case can be opened */
        stage->plugins[0].code = attack->code;
        stage->plugins[0].goes_on = attack->goes_on;
        stage->plugins[0].digest = digest_of(attack->code);
    }
    return true;
}

static void stage_end(struct stage *stage)
{
    if (stage->store) {
        trial_end(&stage->trial);
        store_close(stage->store);
    }
    if (stage->script != shared) {
        script_free(stage->script);
    }
    arena_deinit(&stage->arena);
}

/* --- one attack --------------------------------------------------------------------------------- */

static struct standing standing_of(struct stage *stage, const char *reference)
{
    struct standing standing;
    struct error error;
    if (trial_read(&stage->trial, &stage->arena, text_of(reference), &standing, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return standing;
}

static bool has(const char *message, struct text words)
{
    return memmem(message, strlen(message), words.at, words.size);
}

/* What JOB's answer says went wrong; empty: nothing. An action that raises does nothing and the event goes on
 * (`errors`); one that is cut off fails it (`error`). */
static const char *message_of(struct stage *stage, const struct job *job)
{
    struct text error = json_get_text(&job->answer, "error");
    const struct json *errors = json_member_of(&job->answer, "errors");
    if (!error.size && errors) {
        error = json_to_text(&stage->arena, errors);
    }
    return arena_printf(&stage->arena, "%.*s", TEXT_ARGS(error));
}

static void check_end(struct stage *stage, const struct attack *attack, const struct job *job,
                      const char *message)
{
    struct text words = attack->expect;
    bool cut = strstr(message, "cut off");
    (void)text_split(&words, ' ', &(struct text){0});
    if (begins(attack->expect, "gives: ")) {
        struct json data = standing_of(stage, "A").subject.data;
        struct text said = json_get_text(&data, "said");
        if (job->outcome != OUTCOME_DONE || *message || !text_equal(said, words)) {
            note(stage, "it gave “%.*s”: %s", TEXT_ARGS(said), message);
        }
    } else if (text_is(attack->expect, "done")) {
        if (job->outcome != OUTCOME_DONE || *message) {
            note(stage, "it is not done: %s", message);
        }
    } else if (begins(attack->expect, "cut off: ")) {
        words = text_part(words, strlen("off: "), words.size);
        if (!cut || !has(message, words)) {
            note(stage, "it was not cut off so: %s", message);
        }
    } else if (!begins(attack->expect, "failed: ") || !*message || cut || !has(message, words)) {
        note(stage, "it did not fail so: %s", message);
    }
    if (strstr(message, "Zebedee") || strstr(message, "Quill") || strstr(message, "0x")) {
        note(stage, "the message tells what it must not: %s", message);
    }
    if (!text_is_utf8(text_of(message))) {
        note(stage, "the message is no UTF-8");
    }
}

static const char *command_of(const struct attack *attack)
{
    return text_is(attack->as, "action")       ? "{\"case\":\"A\",\"event\":\"act\"}"
           : text_is(attack->as, "hook")       ? "{\"case\":\"A\",\"event\":\"enter\"}"
           : text_is(attack->as, "expression") ? "{\"case\":\"A\",\"event\":\"compute\"}"
                                               : "{\"case\":\"A\",\"event\":\"try\"}";
}

static void measure(struct stage *stage, const struct attack *attack, uint64_t took, uint64_t answered)
{
    uint64_t deadline = attack->watchdog * 1000000;
    uint64_t late = attack->watchdog && took > deadline ? took - deadline : 0;
    worst.late = late > worst.late ? late : worst.late;
    worst.answer = answered > worst.answer ? answered : worst.answer;
    if (!attack->watchdog && took > worst.attack) {
        worst.attack = took;
        snprintf(worst.name, sizeof worst.name, "%.*s", TEXT_ARGS(attack->name));
    }
    if (late + answered > (uint64_t)LATE_MILLISECONDS * 10 * 1000000) {
        note(stage, "another case waited %llu ms after the deadline",
             (unsigned long long)((late + answered) / 1000000));
    }
}

static void run_round(struct stage *stage, const struct attack *attack)
{
    struct standing before = standing_of(stage, "A");
    uint64_t began = clock_elapsed(&system_clock);
    struct job job = send(stage, command_of(attack));
    uint64_t ended = clock_elapsed(&system_clock);
    const char *message = message_of(stage, &job);
    check_end(stage, attack, &job, message);
    struct job other = send(stage, "{\"case\":\"B\",\"event\":\"honest\"}");
    measure(stage, attack, ended - began, clock_elapsed(&system_clock) - ended);
    struct standing after = standing_of(stage, "A"), honest = standing_of(stage, "B");
    struct text said = json_get_text(&honest.subject.data, "said");
    if (other.outcome != OUTCOME_DONE || !text_is(said, "whole")) {
        note(stage, "the other case is answered “%.*s”: %s", TEXT_ARGS(said), other.error.message);
    }
    bool same = after.stored.version == before.stored.version &&
                digest_equal(&after.stored.hash, &before.stored.hash) &&
                text_equal(after.stored.document, before.stored.document);
    bool same_data = text_equal(json_to_text(&stage->arena, &before.subject.data),
                                json_to_text(&stage->arena, &after.subject.data));
    if (same != (job.outcome == OUTCOME_FAILED) || (*message && !same_data)) {
        note(stage, same ? "the case did not move on" : "the case is not as it was");
    }
    if (job.outcome == OUTCOME_DONE && text_is(attack->as, "hook")) {
        send(stage, "{\"case\":\"A\",\"event\":\"leave\"}");
    }
}

static bool run_attack(const struct attack *attack)
{
    struct stage stage;
    if (stage_begin(&stage, attack)) {
        run_round(&stage, attack);
        size_t held = script_memory(stage.script);
        for (int i = 0; i < ROUNDS; i++) {
            run_round(&stage, attack);
        }
        size_t more = script_memory(stage.script);
        if (more > held + SLACK) {
            note(&stage, "the host holds %zu bytes more", more - held);
        }
    }
    if (stage.wrong) {
        print_error("%.*s: %s\n  expected %.*s\n", TEXT_ARGS(attack->name), stage.wrong,
                    TEXT_ARGS(attack->expect));
    }
    bool held = !stage.wrong;
    stage_end(&stage);
    attacks_run++;
    return held;
}

/* --- the four kinds ------------------------------------------------------------------------------ */

static void run_kind(const char *kind)
{
    struct files files = files_system();
    struct files_list list;
    struct error error;
    struct arena arena;
    size_t wrong = 0;
    arena_init(&arena);
    const char *path = arena_printf(&arena, "%s/%s", folder, kind);
    if (files.list(files.self, &arena, path, &list, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    assert_true(list.list.count >= LEAST_OF_A_KIND);
    vector_each(const struct files_entry, entry, &list.list)
    {
        struct attack attack = read_attack(&arena, kind, entry->name);
        wrong += !run_attack(&attack);
    }
    arena_deinit(&arena);
    assert_int_equal(wrong, 0);
}

static void test_never_ends(void **state)
{
    (void)state;
    run_kind("endless");
}

static void test_eats_memory(void **state)
{
    (void)state;
    run_kind("memory");
}

static void test_escapes(void **state)
{
    (void)state;
    run_kind("escape");
}

static void test_corrupts(void **state)
{
    (void)state;
    run_kind("corrupt");
}

static void test_there_are_enough(void **state)
{
    (void)state;
    print_message("%zu attacks; worst: cut off %.1f ms after its deadline, another case answered in %.1f ms, "
                  "%.0f ms for %s, which no watchdog ends\n",
                  attacks_run, (double)worst.late / 1e6, (double)worst.answer / 1e6,
                  (double)worst.attack / 1e6, worst.name);
    assert_true(attacks_run >= LEAST);
}

int main(int count, char **arguments)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never_ends),       cmocka_unit_test(test_eats_memory),
        cmocka_unit_test(test_escapes),          cmocka_unit_test(test_corrupts),
        cmocka_unit_test(test_there_are_enough),
    };
    if (count != 2) {
        fprintf(stderr, "fault_attacks needs the folder of the attacks\n");
        return 2;
    }
    folder = arguments[1];
    system_clock = clock_system();
    shared = script_new(&(struct script_options){
        .clock = &system_clock, .nanoseconds_limit = (uint64_t)NEVER_MILLISECONDS * 1000000});
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    script_free(shared);
    return failed;
}
