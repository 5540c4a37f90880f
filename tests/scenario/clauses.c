/* See clauses.h. Every step is planned twice, and from a document that was written and read again. */
#include "clauses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "definition/source.h"
#include "engine/plan.h"
#include "script/script.h"

struct running {
    struct arena arena;
    struct script *script;
    struct rules rules;
    struct world world;
    const struct definition *definition;
    const struct clause *clause;
    size_t step;
    instant now;
    struct text document; /* empty: not opened */
    uint64_t version;
    struct buffer log;
};

static const char head[] = "workflow: w\n"
                           "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
                           "fields:\n"
                           "  log: {type: long text, default: '>'}\n"
                           "  n: {type: number, default: 0}\n"
                           "  item: {type: list, of: {name: text, n: number}}\n";

static void wrong(struct running *running, const char *what, const char *found, const char *wanted)
{
    const struct clause *clause = running->clause;
    fail_msg("%s\n%s\nstep %zu, %s: %s is “%s”, not “%s”", clause->name, clause->yaml, running->step + 1,
             clause->steps[running->step].does, what, found, wanted);
}

static void expect(struct running *running, const char *what, struct text found, const char *wanted)
{
    if (!text_is(found, wanted)) {
        wrong(running, what, text_copy(&running->arena, found).at, wanted);
    }
}

static void begin(struct running *running, const struct clause *clause)
{
    struct findings findings;
    *running = (struct running){.clause = clause};
    arena_init(&running->arena);
    struct arena *arena = &running->arena;
    findings_init(&findings, arena);
    buffer_init(&running->log, arena);
    running->script = script_new(NULL);
    running->rules = script_rules(running->script);
    running->world.zone = zone_utc();
    running->now = instant_read(zone_utc(), TEXT("2026-01-05T09:00:00Z"));
    const char *yaml = arena_printf(arena, "%s%s", head, clause->yaml);
    struct source source = {TEXT("w.yaml"), text_of(yaml), &findings};
    const struct node *root = node_read(arena, &source);
    running->definition = root ? definition_read(arena, root, &source) : NULL;
    if (running->definition) {
        script_check_definition(running->script, running->definition, &findings);
    }
    if (findings.errors) {
        struct buffer out;
        buffer_init(&out, arena);
        findings_print(&findings, &out);
        fail_msg("%s\n%.*s", clause->name, TEXT_ARGS(buffer_result(&out)));
    }
}

static void end(struct running *running)
{
    script_free(running->script);
    arena_deinit(&running->arena);
}

/* --- a step ------------------------------------------------------------------------ */

static struct subject *read_subject(struct running *running, struct json *document)
{
    struct error error;
    struct subject *subject = arena_new(&running->arena, struct subject);
    *document = json_null();
    if (running->version == 0) {
        subject_init(subject, running->definition);
    } else if (json_read(&running->arena, running->document, document, &error) != STATUS_OK ||
               subject_read(&running->arena, running->definition, document, subject, &error) != STATUS_OK) {
        fail_msg("%s: %s", running->clause->name, error.message);
    }
    subject->id = 1;
    subject->reference = TEXT("C-1");
    subject->version = running->version;
    return subject;
}

static void keep(struct running *running, const struct plan *plan)
{
    if (plan->outcome == OUTCOME_DONE) {
        running->document = text_copy(&running->arena, json_to_text(&running->arena, &plan->document));
        running->version++;
    }
}

static struct command read_command(struct running *running, const char *does)
{
    struct error error;
    struct json json;
    struct command command;
    char *text = does[0] == '{' ? arena_copy(&running->arena, does, strlen(does))
                                : arena_printf(&running->arena, "{'event':'%s'}", does);
    for (char *at = text; *at; at++) {
        *at = *at == '\'' ? '"' : *at;
    }
    if (json_read(&running->arena, text_of(text), &json, &error) != STATUS_OK ||
        command_read(&running->arena, zone_utc(), &json, &command, &error) != STATUS_OK) {
        fail_msg("%s: %s: %s", running->clause->name, text, error.message);
    }
    command.actor = command.actor.size ? command.actor : TEXT("ann");
    command.all_roles = command.role.size == 0;
    return command;
}

static struct plan *plan_command(struct running *running, const struct command *command)
{
    struct json document;
    struct subject *subject = read_subject(running, &document);
    struct given given = {.now = running->now, .next_id = 100};
    return plan_build(&running->arena, &running->world, subject, &document, command, &given, &running->rules);
}

static struct text as_text(struct running *running, struct json json)
{
    return json_to_text(&running->arena, &json);
}

static struct plan *run_command(struct running *running, const char *does)
{
    struct command command = read_command(running, does);
    struct plan *first = plan_command(running, &command), *plan = plan_command(running, &command);
    assert_true(text_equal(as_text(running, plan_answer(&running->arena, first)),
                           as_text(running, plan_answer(&running->arena, plan))));
    assert_true(text_equal(as_text(running, first->document), as_text(running, plan->document)));
    keep(running, plan);
    return plan;
}

static void run_time(struct running *running, const char *by)
{
    struct duration duration;
    struct error error;
    if (duration_read(text_of(by), &duration, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    running->now = instant_add(calendar_weekdays(), zone_utc(), running->now, duration);
    for (;;) {
        struct json document;
        struct subject *subject = read_subject(running, &document);
        instant due = subject_next_due(subject);
        if (due == INSTANT_NONE || due > running->now) {
            return;
        }
        struct given given = {.now = running->now, .next_id = 100};
        struct plan *plan =
            plan_time(&running->arena, &running->world, subject, &document, &given, &running->rules);
        assert_int_equal(plan->outcome, OUTCOME_DONE);
        keep(running, plan);
    }
}

/* --- how it stands --------------------------------------------------------------------- */

static struct text unmet_of(struct running *running, const struct plan *plan)
{
    struct buffer out;
    buffer_init(&out, &running->arena);
    if (plan->outcome == OUTCOME_FAILED) {
        buffer_printf(&out, "failed: %s", plan->failure.message);
    } else if (plan->outcome == OUTCOME_UNKNOWN) {
        buffer_string(&out, "unknown");
    }
    vector_each(const struct unmet, unmet, &plan->unmet)
    {
        buffer_printf(&out, "%s%s", out.size ? " " : "", unmet->code);
    }
    return buffer_result(&out);
}

static struct text configuration_of(struct running *running, const struct subject *subject)
{
    struct json configuration = subject_configuration(&running->arena, subject);
    struct buffer out;
    buffer_init(&out, &running->arena);
    for (uint32_t i = 0; i < configuration.count; i++) {
        buffer_string(&out, i ? " " : "");
        buffer_text(&out, json_text(&configuration.elements[i]));
    }
    return buffer_result(&out);
}

/* What was said since the log was last looked at; the field itself only ever grows. */
static void look_at_log(struct running *running, const struct subject *subject, const char *wanted)
{
    struct text log = json_get_text(&subject->data, "log");
    struct text said = text_part(log, running->log.size, log.size);
    expect(running, "the log", said, wanted);
    buffer_text(&running->log, said);
}

static void run_step(struct running *running, const struct step *step)
{
    struct text before = running->document;
    if (step->does[0] == '+') {
        run_time(running, step->does + 1);
    } else {
        const struct plan *plan = run_command(running, step->does);
        expect(running, "what is unmet", unmet_of(running, plan), step->unmet ? step->unmet : "");
        if (step->unmet) {
            expect(running, "the document", as_text(running, plan->document),
                   before.size ? before.at : "null");
        }
    }
    struct json document;
    const struct subject *subject = read_subject(running, &document);
    expect(running, "the configuration", configuration_of(running, subject), step->in);
    if (running->log.size == 0) {
        buffer_string(&running->log, ">");
    }
    if (step->log) {
        look_at_log(running, subject, step->log);
    }
}

static void run_clause(void **state)
{
    const struct clause *clause = *state;
    struct running running;
    begin(&running, clause);
    for (running.step = 0; running.step < CLAUSE_STEPS && clause->steps[running.step].does; running.step++) {
        run_step(&running, &clause->steps[running.step]);
    }
    end(&running);
}

int clauses_run(const char *suite, const struct clause *clauses, size_t count)
{
    struct arena arena;
    arena_init(&arena);
    struct CMUnitTest *tests = arena_array(&arena, struct CMUnitTest, count);
    for (size_t i = 0; i < count; i++) {
        tests[i] = (struct CMUnitTest){clauses[i].name, run_clause, NULL, NULL, (void *)&clauses[i]};
    }
    int failed = _cmocka_run_group_tests(suite, tests, count, NULL, NULL);
    arena_deinit(&arena);
    return failed;
}
