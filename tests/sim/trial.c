/* See trial.h. */
#include "trial.h"

#include "definition/source.h"
#include "engine/names.h"

#include <string.h>

void trial_wrong(struct trial *trial, const char *what, struct text found, struct text wanted)
{
    (void)fprintf(stderr, "seed %llu\n%.*s\n%.*s\n%s:\n%.*s\nnot\n%.*s\n", (unsigned long long)trial->seed,
                  TEXT_ARGS(trial->yaml), TEXT_ARGS(buffer_result(&trial->history)), what, TEXT_ARGS(found),
                  TEXT_ARGS(wanted));
    fail();
}

void trial_same(struct trial *trial, const char *what, struct json found, struct json wanted)
{
    if (!json_equal(&found, &wanted)) {
        trial_wrong(trial, what, json_to_text(&trial->arena, &found), json_to_text(&trial->arena, &wanted));
    }
}

/* --- the world ------------------------------------------------------------------------------ */

static const struct text there[] = {{"a2", 2}};

/* Some days in the weeks after the clock's beginning, ascending. */
static void draw_holidays(struct trial *trial, date *holidays)
{
    date day = zone_date(zone_utc(), trial->now);
    for (size_t i = 0; i < TRIAL_HOLIDAYS; i++) {
        day = date_add_days(day, 1 + (int32_t)random_below(&trial->random, 4));
        holidays[i] = day;
    }
}

void trial_change_world(struct trial *trial)
{
    static const char *const longer[] = {"a1", "a2", "a3", NULL};
    if (random_below(&trial->random, 4)) {
        draw_holidays(trial, random_below(&trial->random, 2) ? trial->holidays : trial->holidays_there);
    } else {
        trial->fake.longer_area = longer[random_below(&trial->random, 4)];
    }
    trial->world.number++;
}

/* a3 leaves after a while. */
static void make_world(struct trial *trial)
{
    static const struct text names[TRIAL_AREAS] = {{"a1", 2}, {"a2", 2}, {"a3", 2}};
    struct calendar office = {
        .name = TEXT("office"), .holidays = trial->holidays, .count = TRIAL_HOLIDAYS, .known_until = 40000};
    trial->office = trial->office_there = office;
    trial->office_there.name = TEXT("office-there");
    trial->office_there.holidays = trial->holidays_there;
    trial->office_there.extends = TEXT("office");
    trial->office_there.areas = there;
    trial->office_there.area_count = 1;
    trial->calendars[0] = &trial->office;
    trial->calendars[1] = &trial->office_there;
    for (size_t i = 0; i < TRIAL_AREAS; i++) {
        trial->areas[i] = (struct area){.name = names[i], .from = DATE_NONE, .until = DATE_NONE};
    }
    trial->areas[2].until = date_add_days(zone_date(zone_utc(), trial->now), 5);
    for (size_t i = 0; i < sizeof trial->known / sizeof *trial->known; i++) {
        struct text reference = i ? TEXT("C-3") : TEXT("C-2");
        trial->known[i] = (struct known_record){.asked = reference,
                                                .reference = reference,
                                                .kind = SUBJECT_CASE,
                                                .workflow = TEXT("w"),
                                                .opened = trial->now,
                                                .closed = INSTANT_NONE};
    }
    trial->world.zone = zone_utc();
    trial->world.number = 1;
    trial->world.areas = trial->areas;
    trial->world.area_count = TRIAL_AREAS;
    trial->world.calendars = trial->calendars;
    trial->world.calendar_count = 2;
    draw_holidays(trial, trial->holidays);
    draw_holidays(trial, trial->holidays_there);
}

void trial_begin(struct trial *trial, uint64_t seed)
{
    struct findings findings;
    *trial = (struct trial){.seed = seed};
    arena_init(&trial->arena);
    buffer_init(&trial->history, &trial->arena);
    findings_init(&findings, &trial->arena);
    trial->random = random_of_seed(&trial->state, seed);
    trial->rules = fake_rules(&trial->fake);
    trial->fake.answer_area = "a1"; /* elsewhere the rule says no */
    make_world(trial);
    trial->now = 1767603600000; /* 2026-01-05T09:00Z */
    trial->yaml = generate_workflow(&trial->arena, &trial->random);
    struct source source = {TEXT("w.yaml"), trial->yaml, &findings};
    const struct node *root = node_read(&trial->arena, &source);
    trial->definition = root ? definition_read(&trial->arena, root, &source) : NULL;
    if (!trial->definition) {
        struct buffer out;
        buffer_init(&out, &trial->arena);
        findings_print(&findings, &out);
        trial_wrong(trial, "the workflow", buffer_result(&out), TEXT("one without errors"));
    }
}

void trial_end(struct trial *trial)
{
    arena_deinit(&trial->arena);
}

/* --- planning ----------------------------------------------------------------------------------- */

struct subject *trial_subject(struct trial *trial, struct json *document)
{
    struct error error;
    struct subject *subject = arena_new(&trial->arena, struct subject);
    *document = json_null();
    if (trial->version == 0) {
        subject_init(subject, trial->definition);
    } else if (json_read(&trial->arena, trial->document, document, &error) != STATUS_OK ||
               subject_read(&trial->arena, trial->definition, document, subject, &error) != STATUS_OK) {
        trial_wrong(trial, "the document", text_of(error.message), TEXT("read"));
    }
    subject->id = 1;
    subject->reference = TEXT("C-1");
    subject->version = trial->version;
    return subject;
}

struct plan *trial_plan(struct trial *trial, struct subject *subject, const struct json *document,
                        const struct command *command, bool world)
{
    struct given *given = arena_new(&trial->arena, struct given);
    struct story story = {trial->story.at, trial->story.count};
    *given = (struct given){.now = trial->now, .next_id = 100, .known = trial->known, .known_count = 2};
    if (command && is_correction(command->event) && trial->version) {
        return plan_correct(&trial->arena, &trial->world, subject, document, command, given, &story,
                            &trial->rules);
    }
    if (command) {
        return plan_build(&trial->arena, &trial->world, subject, document, command, given, &trial->rules);
    }
    return world ? plan_world(&trial->arena, &trial->world, subject, document, given, &trial->rules)
                 : plan_time(&trial->arena, &trial->world, subject, document, given, &trial->rules);
}

/* --- what is kept ---------------------------------------------------------------------------------- */

/* Each line says what it was that moved the deadline; one that follows the facts, which fact. */
static void says_why(struct trial *trial, const struct plan *plan, const struct ledger_line *line)
{
    bool moved = strcmp(line->change, "moved") == 0 && !is_correction(plan->event);
    if (line->because.size == 0 || (moved && line->fact.size == 0)) {
        trial_wrong(trial, "the ledger's line",
                    text_printf(&trial->arena, "%.*s %s because “%.*s”", TEXT_ARGS(line->deadline),
                                line->change, TEXT_ARGS(line->because)),
                    TEXT("one that says why"));
    }
}

static void keep_lines(struct trial *trial, const struct plan *plan)
{
    vector_each(const struct ledger_line, line, &plan->ledger)
    {
        says_why(trial, plan, line);
        struct last_line *last = NULL;
        vector_each(struct last_line, one, &trial->lines)
        {
            last = text_equal(one->deadline, line->deadline) ? one : last;
        }
        last = last ? last : vector_more(&trial->arena, &trial->lines);
        *last = (struct last_line){line->deadline, line->after};
    }
}

void trial_keep(struct trial *trial, const struct plan *plan, const struct command *command)
{
    struct story_entry *entry = vector_more(&trial->arena, &trial->story);
    *entry = (struct story_entry){.seq = trial->story.count,
                                  .origin = command ? command->origin : ORIGIN_TIME,
                                  .happened = plan->happened,
                                  .recorded = plan->recorded,
                                  .changes = plan->changes,
                                  .notes = plan->notes,
                                  .given = given_json(&trial->arena, plan->given)};
    if (command) {
        entry->command = *command;
    } else {
        entry->command = (struct command){.event = plan->event, .override_until = DATE_NONE};
    }
    trial->document = text_copy(&trial->arena, json_to_text(&trial->arena, &plan->document));
    trial->version++;
    keep_lines(trial, plan);
}
