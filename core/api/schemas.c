/* What requests and answers look like, in the notation of schemas.h. */
#include "api/schemas.h"

#define CASE_ROW "case, workflow, area, worker"
#define OUTCOMES "done|refused|unknown|failed"
#define ANSWER                                                                                               \
    "case, configuration: [text], data: object, error, event: text or null, outcome: " OUTCOMES              \
    ", repeated: boolean, unmet: [Unmet], version: integer"

static const struct {
    const char *name, *notation;
} schemas[] = {
    /* --- acts --- */
    {"Command", "{key, case, workflow, area, event, of, data: object, tasks: object, actor, role, at: time, "
                "recorded: time, override: text or {reason, until: due}, if_match: integer}"},
    {"Answer", "{" ANSWER ", would: object, details: object, known: [object], likely: [object]}"},
    {"ImportAnswer", "{line: integer, " ANSWER "}"},
    {"Problem", "{type: uri, title, status: integer, detail, place, " ANSWER "}"},
    {"Unmet", "{code: not-now|guard|requires|rule|role|task|form|closed, text, field, who, when: due, "
              "seen: object, override: boolean, override_by}"},
    {"Actions",
     "{case, version: integer, if: [text], changes: object, items: [{event, of, title, "
     "forms: [text], outcome: done|refused|failed, unmet: [Unmet], when: due, who, would: object}]}"},

    /* --- cases --- */
    {"Cases", "page of {" CASE_ROW ", state, offered, name, opened: time, closed: time, due: time, "
              "version: integer}"},
    {"Case",
     "{" CASE_ROW ", title, name, definition, version: integer, opened: time, closed: time, due: time, "
     "configuration: [text], data: object, computed: object, records: object, milestones: object, "
     "people: object, links: object, moving: object, tasks: [Task], deadlines: [Deadline], "
     "exceptions: [object]}"},
    {"Task", "{" CASE_ROW ", task, of, title, role, event, forms: [text], required: boolean, opened: time, "
             "due: due}"},
    {"Tasks", "page of Task"},
    {"Deadline",
     "{" CASE_ROW ", deadline, of, title, status: pending|warned|overdue|late|met|met-late|void, "
     "open: boolean, breached: boolean, fixed: boolean, from: time, due: due, warn: time, met: time, "
     "days: integer, working_days: integer, falls_on, act_by: date, guess: boolean, "
     "published_until: date}"},
    {"Deadlines", "page of Deadline"},
    {"Ledger",
     "page of {deadline, change, before: due, after: due, because, because_title, fact, fact_title, "
     "reason, seq: integer, title, actor, happened: time, recorded: time, corrected: Corrected}"},
    {"History", "page of {seq: integer, event, of, title, actor, role, origin: person|time|record|import, "
                "happened: time, recorded: time, data: object, override: object, notes: object, "
                "changes: [{path: [text], before: any, after: any}], ledger: [object], corrected: Corrected, "
                "erased: boolean}"},
    {"Corrected", "{by: integer, out: boolean, moved, data: object, happened: time, reason}"},
    {"Exceptions", "page of {" CASE_ROW ", at: time, by, event, unmet, reason, until: date}"},

    /* --- drafts --- */
    {"DraftData", "{data: object}"},
    {"Draft", "{case, event, of, title, data: object, unknown: [text], begun_on: integer, version: integer, "
              "saved: time, note, done_by, done_at: time}"},
    {"Drafts", "{items: [Draft]}"},

    /* --- people --- */
    {"People", "page of {person, name, born_on: date, opened: time, closed: time, merged_from, merged_into, "
               "likelihood: likely|possible, why: [text]}"},
    {"Person", "{person, name, born_on: date, opened: time, closed: time, merged_into, data: object, "
               "contacts: [object], cases: [object], version: integer}"},

    /* --- tools --- */
    {"Files", "{files: {*: text}}"},
    {"Findings", "{findings: [object], errors: integer, warnings: integer, dropped: integer}"},
    {"Simulation", "{files: object, workflow, area, at: time}"},
    {"SimulationBegun", "{id, findings: [object]}"},
    {"Scenarios", "{files: object, scenarios: [text]}"},
    {"ScenariosTold", "{scenarios: [ScenarioTold], findings: [object]}"},
    {"ScenarioTold", "{scenario, file, ok: boolean, steps: integer, failures: [Difference], error}"},
    {"Difference", "{line: integer, sentence, what, expected, stood}"},
    {"Workflows", "{items: [object], areas: [object]}"},
    {"Verified", "{subjects: integer, entries: integer, erased: integer, faults: integer, first_fault, "
                 "replayed: object}"},

    /* --- the rest --- */
    {"Report", "object"},
    {"Reports", "page of object"},
    {"Text", "text"},
    {"Any", "any"},
};

struct json schemas_all(struct arena *arena)
{
    struct json all = json_object();
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        json_set(arena, &all, text_of(schemas[i].name), schema_read(arena, schemas[i].notation));
    }
    return all;
}
