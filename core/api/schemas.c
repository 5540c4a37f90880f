/* What requests and answers look like, in the notation of schemas.h. */
#include "api/schemas.h"

#define CASE_ROW "case, workflow, area, worker"
#define DEADLINE_ROW                                                                                         \
    ", deadline, of, title, status: pending|warned|overdue|late|met|met-late|void, "                         \
    "open: boolean, breached: boolean, fixed: boolean, from: time, due: due, warn: time, met: time, "        \
    "days: integer, working_days: integer, falls_on, act_by: date, guess: boolean, published_until: date"
#define OUTCOMES "done|refused|unknown|failed"
#define ANSWER                                                                                               \
    "case, configuration: [text], data: object, error, trace, event: text or null, outcome: " OUTCOMES       \
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
    {"Deadline", "{" CASE_ROW DEADLINE_ROW "}"},
    {"Deadlines", "page of Deadline"},
    {"Move", "{" CASE_ROW DEADLINE_ROW ", before: due, after: due, because, at: time}"},
    {"Moves", "{items: [Move], cursor, moved: integer, done: boolean}"},
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
    {"Files", "{files: {*: text}, names: boolean}"},
    {"Findings", "{findings: [object], errors: integer, warnings: integer, dropped: integer, names: [text]}"},
    {"Simulation", "{files: object, workflow, area, at: time}"},
    {"SimulationBegun", "{id, findings: [object]}"},
    {"Scenarios", "{files: object, scenarios: [text]}"},
    {"ScenariosTold", "{scenarios: [ScenarioTold], findings: [object]}"},
    {"ScenarioTold", "{scenario, file, ok: boolean, steps: integer, failures: [Difference], error}"},
    {"Difference", "{line: integer, sentence, what, expected, stood}"},
    {"Plugins", "page of {name, version, title, hash, areas: [text], workflows: [text], on_failure, "
                "asks: [{capability, for, granted: boolean}], "
                "cost: {calls: integer, failures: integer, mean: number, worst: number}, "
                "shadow: ShadowShown}"},
    {"ShadowShown", "{version, hash, at: time, by, asked: integer, differed: integer}"},
    {"Shadow", "{files: {*: text}}"},
    {"ShadowPut", "{plugin, installed, shadow: ShadowShown}"},
    {"Promoted", "{plugin, was, former, installed: ShadowShown}"},
    {"Differences", "{plugin, shadow: ShadowShown, asked: object, differed: object, cursor, "
                    "items: [{at: time, case, entry: integer, event, rule, was: object, is: object}]}"},
    {"PluginMove",
     "{" CASE_ROW ", version: integer, to: integer, outcome: " OUTCOMES ", why, changes: boolean, "
     "plugins: [{plugin, was, was_hash, is, is_hash}], states: object, fields: [object], "
     "tasks: [object], deadlines: [object], events: [object], messages: [object]}"},
    {"PluginMoves", "{items: [PluginMove], looked: integer, cursor}"},
    {"Asked", "{rule, action, hook, measure, answer: any, words, sentence, plugin, effects: [object], "
              "instructions: integer, calls: [object], failed, place, trace}"},
    {"RuleCosts", "{bare: number, items: [{rule, microseconds: number, ratio: number, plugin, failed}]}"},
    {"PluginTests", "{files: object, tests: [text]}"},
    {"PluginTestsRun", "{tests: [PluginTestRun], findings: [object], errors: integer, warnings: integer}"},
    {"PluginTestRun", "{test, plugin, file, line: integer, ok: boolean, error, place, "
                      "failures: [{line: integer, code, what, expected, got}]}"},
    {"Workflows", "{items: [object], areas: [object]}"},
    {"AreasOfFiles", "{files: {*: text}, shipped: boolean}"},
    {"Area", "{area, title, from: date, until: date, served: boolean, plugin, version, rules: [object]}"},
    {"Areas", "{items: [Area]}"},
    {"AreasCompared", "{workflow, case, at: date, areas: [Area], rows: [AreasRow]}"},
    {"AreasRow", "{kind: area|setting|calendar|hours|rule|deadline|task|event|state, name, title, state, "
                 "differs: boolean, cells: {*: AreasCell}}"},
    {"AreasCell", "{value: any, words, why, unmet: [text], plugin, place}"},
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
