/* A subject's document: what is written reads as the same, and what is damaged is told, whatever was done to
 * it. */
#include "support.h"

#include <string.h>

static const char yaml[] =
    "roles: {worker: Worker}\n"
    "fields:\n"
    "  name: {type: text}\n"
    "  seen: {type: date}\n"
    "  child: {type: list, of: {name: text, born: date}}\n"
    "forms:\n"
    "  visit: {fields: [name, {mood: {type: text}}]}\n"
    "events: {open: {}, go: {}, back: {}, seen: {form: visit}, grown: {}, late: {}, end: {}}\n"
    "milestones: {begun: {when: In(\"life\")}}\n"
    "tasks: {note: {when: data.seen, due: 3 days}}\n"
    "initial: before\n"
    "states:\n"
    "  before: {on: {go: life}, after: {3 months: {target: stop}}}\n"
    "  life:\n"
    "    type: parallel\n"
    "    on: {back: before, seen: {actions: [{assign: {seen: = event.data.mood}}]}, end: stop}\n"
    "    deadlines: {review: {due: data.seen + days(10), warn: 2 days, late: 5 days}}\n"
    "    states:\n"
    "      work:\n"
    "        tasks: {call: {due: 2 days, required: true}, ring: {repeat: 1 week, optional: true, limit: 3}}\n"
    "        states:\n"
    "          again: {type: history, history: deep}\n"
    "          idle: {on: {late: {actions: [{send: {event: go, in: 4 days, id: x, data: {a: 1}}}]}, go: "
    "life.work.busy}}\n"
    "          busy: {states: {slow: {after: {5 days: {target: fast}}}, fast: {}}}\n"
    "      children:\n"
    "        each: child\n"
    "        states:\n"
    "          kept: {type: history}\n"
    "          young:\n"
    "            tasks: {watch: {due: 1 week}}\n"
    "            deadlines: {weigh: {due: 2 weeks}}\n"
    "            milestones: {named: {when: item.name}}\n"
    "            on: {grown: gone}\n"
    "            after: {20 years: {target: gone}}\n"
    "          gone: {type: final}\n"
    "  stop: {type: final}\n"
    "on: {allocate: {guard: entered(\"before\") and count(\"visit\") and answers(\"visit\") and "
    "task(\"call\").done}}\n";

/* Written by hand: every part that a document has. */
static const char rich[] =
    "{'area':'wcc','closed':1800000000000,"
    "'configuration':{'life':1,'life.children':1,'life.children[1]':2,'life.children[1].young':2,"
    "'life.children[12]':2,'life.children[12].gone':3,"
    "'life.work':1,'life.work.busy':4,'life.work.busy.slow':4},"
    "'data':{'child':[{'id':1,'name':'A'},{'id':12}],'name':'N','seen':'2026-01-06'},"
    "'deadlines':{'call':{'due':'2026-01-07','from':5,'overdue_at':6,'status':'pending'},"
    "'review':{'breached':true,'due':'2026-01-05T10:00:00Z','from':5,'late_at':9,'met_at':8,"
    "'overdue_at':6,'status':'overdue','warn_at':7},'weigh[1]':{'from':5,'status':'warned'}},"
    "'ended':['life.children[12].gone'],'entered':{'before':1},"
    "'exceptions':[{'at':1,'by':'ann','event':'go','reason':'so','unmet':'x'}],"
    "'histories':{'life.children[1].kept':['life.children[1].young'],"
    "'life.work.again':['life.work.busy.slow']},"
    "'links':{'earlier':['C-9'],'sibling':['C-2','C-3']},'milestones':{'begun':4,'named[1]':5},'numbers':{'"
    "child':12},'opened':1,"
    "'records':{'visit':{'all':[{'at':1,'by':'a','data':{}},{'at':2,'by':'b','data':{}}],'count':2,"
    "'first':{'at':1,'by':'a','data':{}},'last':{'at':2,'by':'b','data':{}}}},'started':17,"
    "'tasks':{'call':{'done_at':5,'done_by':'ann','due':'2026-01-07','ended':'done','ended_at':5,"
    "'ended_by':'ann','open':true,'opened':4,'times':2,'worker':'bea'},"
    "'note':{'open':true,'opened':4},'watch[1]':{'open':true,'opened':4}},"
    "'timers':[{'due':9,'kind':'after','name':'x','order':3,'state':'life.work.busy.slow'},"
    "{'data':{'a':1},'due':9,'id':'x','kind':'send','name':'go','order':4},"
    "{'due':9,'item':1,'kind':'task','name':'watch','order':5}],"
    "'worker':'bea'}";

static struct bench bench;

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static enum status read(const struct json *document, struct subject *subject, struct error *error)
{
    *error = (struct error){0};
    return subject_read(&bench.arena, bench.definition, document, subject, error);
}

static void what_is_written_reads_as_the_same(void **state)
{
    (void)state;
    static const char *const documents[] = {rich,
                                            "{}",
                                            "{'configuration':{'before':5},'opened':5}",
                                            "{'tasks':{'call':{'ended':'handed-on'}}}",
                                            "{'tasks':{'call':{'ended':'skipped'}}}",
                                            "{'tasks':{'call':{'ended':'cancelled'}}}"};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        struct error error;
        struct subject subject;
        struct json document = json_of(&bench.arena, documents[i]);
        if (read(&document, &subject, &error) != STATUS_OK) {
            fail_msg("%s: %s", error.message, documents[i]);
        }
        assert_string_equal(written(&bench, subject_write(&bench.arena, &subject)),
                            written(&bench, document));
    }
}

static void what_has_ended_is_left_to_the_journal(void **state)
{
    (void)state;
    struct error error;
    struct subject subject;
    struct json document = json_of(
        &bench.arena,
        "{'deadlines':{'review':{'status':'met'},'call':{'status':'void'},'weigh[1]':{'status':'late'}},"
        "'tasks':{'watch[1]':{'ended':'done','opened':1}}}");
    assert_int_equal(read(&document, &subject, &error), STATUS_OK);
    assert_int_equal(subject.deadlines.count, 3);
    assert_json(&bench, subject_write(&bench.arena, &subject),
                "{'deadlines':{'weigh[1]':{'status':'late'}}}");
}

static void what_it_says_stands_in_the_subject(void **state)
{
    (void)state;
    struct error error;
    struct subject subject;
    struct json document = json_of(&bench.arena, rich);
    assert_int_equal(read(&document, &subject, &error), STATUS_OK);
    assert_text(subject.area, "wcc");
    assert_text(subject.worker, "bea");
    assert_true(subject.opened == 1 && subject.closed == 1800000000000 && subject.timers_started == 17);
    assert_int_equal(subject.configuration.count, 9);
    const struct task_state *call =
        subject_task(&subject, definition_task(bench.definition, TEXT("call")), 0);
    assert_true(call && call->open && call->times == 2 && call->ended == TASK_DONE);
    assert_text(call->worker, "bea");
    assert_int_equal(call->due.kind, MOMENT_DATE);
    assert_int_equal(subject_reached(&subject, TEXT("named")), 5);
    assert_int_equal(subject_entered(&subject, definition_state(bench.definition, TEXT("before")), 0), 1);
    assert_int_equal(subject_entered(&subject, definition_state(bench.definition, TEXT("life.work")), 0), 1);
    assert_true(subject_next_due(&subject) == INSTANT_NONE); /* it is closed */
    subject.closed = INSTANT_NONE;
    assert_int_equal(subject_next_due(&subject), 6);
}

/* --- damage --------------------------------------------------------------------- */

static void what_the_workflow_does_not_have_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *document, *sentence;
    } damages[] = {
        {"[]", "a subject's document is not a group"},
        {"null", "a subject's document is not a group"},
        {"{'configuration':[]}", "the document's configuration is not a group"},
        {"{'configuration':{'gone':1}}", "the document's configuration holds gone, which w does not have"},
        {"{'configuration':{'':1}}", "the document's configuration holds , which w does not have"},
        {"{'configuration':{'before':'x'}}",
         "the document's configuration holds before, which w does not have"},
        {"{'configuration':{'life':1,'life.children':1,'life.children.young':1}}",
         "the document's configuration holds life.children.young, which w does not have"},
        {"{'configuration':{'before[1]':1}}",
         "the document's configuration holds before[1], which w does not have"},
        {"{'configuration':{'life.children[0]':1}}",
         "the document's configuration holds life.children[0], which w does not have"},
        {"{'configuration':{'life.children[99999999999]':1}}",
         "the document's configuration holds life.children[99999999999], which w does not have"},
        {"{'configuration':{'life.children[1':1}}",
         "the document's configuration holds life.children[1, which w does not have"},
        {"{'configuration':{'life[1].children.young':1}}",
         "the document's configuration holds life[1].children.young, which w does not have"},
        {"{'configuration':{'life.children[1]young':1}}",
         "the document's configuration holds life.children[1]young, which w does not have"},
        {"{'configuration':{'life':1,'life.work':1,'life.work.again':1}}",
         "the document's configuration holds life.work.again, which w does not have"},
        {"{'tasks':7}", "the document's tasks is not a group"},
        {"{'tasks':{'nap':{}}}", "the document's tasks holds nap, which w does not have"},
        {"{'tasks':{'call[':{}}}", "the document's tasks holds call[, which w does not have"},
        {"{'tasks':{'call[]':{}}}", "the document's tasks holds call[], which w does not have"},
        {"{'tasks':{'call[-1]':{}}}", "the document's tasks holds call[-1], which w does not have"},
        {"{'tasks':{'call':5}}", "the document's tasks holds call, which w does not have"},
        {"{'deadlines':[1]}", "the document's deadlines is not a group"},
        {"{'deadlines':{'gone':{}}}", "the document's deadlines holds gone, which w does not have"},
        {"{'deadlines':{'review[x]':{}}}", "the document's deadlines holds review[x], which w does not have"},
        {"{'deadlines':{'review':null}}", "the document's deadlines holds review, which w does not have"},
        {"{'timers':{}}", "the document's timers is not a list"},
        {"{'timers':[{'kind':'task','name':'nap'}]}",
         "the document's timers holds nap, which w does not have"},
        {"{'timers':[{'due':1,'kind':'after','name':'x','state':'gone'}]}",
         "the document's timers holds x, which w does not have"},
        {"{'timers':['x']}", "the document's timers holds , which w does not have"},
        {"{'timers':[{'due':1,'kind':'never','name':'x'}]}",
         "the document's timers holds x, which w does not have"},
        {"{'timers':[{'kind':'send','name':'x'}]}", "the document's timers holds x, which w does not have"},
        {"{'timers':[{'due':1,'kind':'after','name':'x'}]}",
         "the document's timers holds x, which w does not have"},
        {"{'timers':[{'due':1,'item':1,'kind':'task','name':'ring'}]}",
         "the document's timers holds ring, which w does not have"},
        {"{'tasks':{'call[1]':{}}}", "the document's tasks holds call[1], which w does not have"},
        {"{'tasks':{'watch':{}}}", "the document's tasks holds watch, which w does not have"},
        {"{'tasks':{'call':{'ended':'asleep'}}}", "the document's tasks holds call, which w does not have"},
        {"{'tasks':{'call':{'times':-1}}}", "the document's tasks holds call, which w does not have"},
        {"{'deadlines':{'review[1]':{'status':'met'}}}",
         "the document's deadlines holds review[1], which w does not have"},
        {"{'deadlines':{'call':{'status':'pending'}}}",
         "the document's deadlines holds call, which w does not have"},
        {"{'deadlines':{'call':{'status':'pending'}}}",
         "the document's deadlines holds call, which w does not have"},
        {"{'deadlines':{'review':{'status':'past'}}}",
         "the document's deadlines holds review, which w does not have"},
        {"{'milestones':{'begun[2]':1}}", "the document's milestones holds begun[2], which w does not have"},
        {"{'milestones':true}", "the document's milestones is not a group"},
        {"{'milestones':{'gone':1}}", "the document's milestones holds gone, which w does not have"},
        {"{'milestones':{'begun':'x'}}", "the document's milestones holds begun, which w does not have"},
        {"{'records':[]}", "the document's records is not a group"},
        {"{'records':{'gone':{'first':{}}}}", "the document's records holds gone, which w does not have"},
        {"{'records':{'visit':{}}}", "the document's records holds visit, which w does not have"},
        {"{'histories':1}", "the document's histories is not a group"},
        {"{'histories':{'gone':[]}}", "the document's histories holds gone, which w does not have"},
        {"{'histories':{'life.work.again':{}}}",
         "the document's histories holds life.work.again, which w does not have"},
        {"{'histories':{'life.work.again':[]}}",
         "the document's histories holds life.work.again, which w does not have"},
        {"{'histories':{'life.work.again':['gone']}}",
         "the document's histories holds life.work.again, which w does not have"},
        {"{'histories':{'life.work.again':['before']}}",
         "the document's histories holds life.work.again, which w does not have"},
        {"{'histories':{'life.work.again':['life.work.again']}}",
         "the document's histories holds life.work.again, which w does not have"},
        {"{'histories':{'life.work':['life.work.idle']}}",
         "the document's histories holds life.work, which w does not have"},
        {"{'entered':[]}", "the document's entered is not a group"},
        {"{'entered':{'gone':1}}", "the document's entered holds gone, which w does not have"},
        {"{'ended':{}}", "the document's ended is not a list"},
        {"{'ended':['gone']}", "the document's ended holds gone, which w does not have"},
        {"{'ended':[1]}", "the document's ended holds , which w does not have"},
        {"{'ended':['life.children[1].young']}",
         "the document's ended holds life.children[1].young, which w does not have"},
        {"{'data':[]}", "the document's data is not a group"},
        {"{'data':{'child':[{}]}}",
         "the document's data holds child, whose items are not numbered upwards from 1"},
        {"{'data':{'child':[{'id':0}]}}",
         "the document's data holds child, whose items are not numbered upwards from 1"},
        {"{'data':{'child':[{'id':2},{'id':2}]}}",
         "the document's data holds child, whose items are not numbered upwards from 1"},
        {"{'data':{'child':[7]}}",
         "the document's data holds child, whose items are not numbered upwards from 1"},
        {"{'data':{'child':7}}",
         "the document's data holds child, whose items are not numbered upwards from 1"},
        {"{'numbers':1}", "the document's numbers is not a group"},
        {"{'exceptions':{}}", "the document's exceptions is not a list"},
        {"{'links':'x'}", "the document's links is not a group"},
        {"{'links':{'friend':['C-1']}}", "the document's links are none that there can be"},
        {"{'links':{'sibling':'C-1'}}", "the document's links are none that there can be"},
        {"{'links':{'sibling':[]}}", "the document's links are none that there can be"},
        {"{'links':{'sibling':[7]}}", "the document's links are none that there can be"},
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct error error;
        struct subject subject;
        struct json document = json_of(&bench.arena, damages[i].document);
        enum status status = read(&document, &subject, &error);
        if (status != STATUS_CORRUPT || strcmp(error.message, damages[i].sentence) != 0) {
            fail_msg("%s: %s: %s", damages[i].document, status_name(status), error.message);
        }
    }
}

/* A state whose parent is not there, a region missing, two states of one: no step of the engine could have
 * left that. */
static void a_configuration_that_cannot_be_is_told(void **state)
{
    (void)state;
    static const char *const configurations[] = {
        "{'life.work':1}",
        "{'life':1}",
        "{'before':1,'stop':1}",
        "{'before':1,'life':1}",
        "{'life':1,'life.work':1,'life.work.idle':1}",
        "{'life':1,'life.children':1,'life.work':1}",
        "{'life':1,'life.children':1,'life.work':1,'life.work.busy':1,'life.work.idle':1}",
        "{'life':1,'life.children':1,'life.children[1].young':1,'life.work':1,'life.work.idle':1}",
        "{'life':1,'life.children':1,'life.children[1]':1,'life.work':1,'life.work.idle':1}",
        "{'life':1,'life.children':1,'life.children[1]':1,'life.children[1].gone':1,'life.children[1].young':"
        "1,"
        "'life.work':1,'life.work.idle':1}",
    };
    for (size_t i = 0; i < sizeof configurations / sizeof *configurations; i++) {
        struct error error;
        struct subject subject;
        struct json document = json_object();
        json_set(&bench.arena, &document, TEXT("configuration"), json_of(&bench.arena, configurations[i]));
        enum status status = read(&document, &subject, &error);
        if (status != STATUS_CORRUPT ||
            strcmp(error.message, "the document's configuration is not one of w") != 0) {
            fail_msg("%s: %s: %s", configurations[i], status_name(status), error.message);
        }
    }
}

/* --- damage of every kind, and then life with what is left -------------------------- */

/* Whatever was read may be planned on: nothing of a document brings the engine down. */
static void live_with(const struct json *document)
{
    static const char *const events[] = {"go",   "seen",           "grown",           "back",
                                         "late", "task.call.done", "task.ring.added", "end"};
    struct error error;
    struct json present = json_copy(&bench.arena, *document);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        struct subject subject;
        if (read(&present, &subject, &error) != STATUS_OK) {
            assert_int_equal(error.status, STATUS_CORRUPT);
            assert_true(strlen(error.message) > 0);
            return;
        }
        subject.version = 3;
        instant due = subject_next_due(&subject);
        struct command command = {.event = text_of(events[i]),
                                  .data = json_of(&bench.arena, "{'mood':'2026-03-04'}"),
                                  .all_roles = true,
                                  .at = INSTANT_NONE,
                                  .recorded = INSTANT_NONE,
                                  .override_until = DATE_NONE};
        struct given given = {.now = at("2026-01-09T09:00Z"), .next_id = 9};
        struct plan *plan =
            due != INSTANT_NONE && due <= given.now && i % 2
                ? plan_time(&bench.arena, &bench.world, &subject, &present, &given, &bench.rules)
                : plan_build(&bench.arena, &bench.world, &subject, &present, &command, &given, &bench.rules);
        if (plan->outcome == OUTCOME_DONE) {
            present = plan->document;
        }
    }
}

struct damaging {
    size_t left; /* nodes to pass by before the damage is done */
    struct json with;
    bool unset, rename;
    bool done;
};

static struct json damaged(struct json value, struct damaging *damaging)
{
    if (damaging->done) {
        return value;
    }
    if (damaging->left-- == 0) {
        damaging->done = true;
        return damaging->with;
    }
    if (value.type == JSON_ARRAY) {
        struct json copy = json_array();
        for (uint32_t i = 0; i < value.count; i++) {
            json_append(&bench.arena, &copy, damaged(value.elements[i], damaging));
        }
        return copy;
    }
    if (value.type != JSON_OBJECT) {
        return value;
    }
    struct json copy = json_object();
    for (uint32_t i = 0; i < value.count; i++) {
        bool here = !damaging->done && damaging->left == 0 && (damaging->unset || damaging->rename);
        struct text name = value.members[i].name;
        struct json member = here ? value.members[i].value : damaged(value.members[i].value, damaging);
        if (here) {
            damaging->done = true;
            if (damaging->unset) {
                continue;
            }
            name = text_part(name, 0, name.size - 1);
        }
        json_set(&bench.arena, &copy, name, member);
    }
    return copy;
}

static void no_damage_brings_the_engine_down(void **state)
{
    (void)state;
    static const char *const values[] = {"null",
                                         "true",
                                         "-1",
                                         "0",
                                         "1e300",
                                         "9223372036854775807",
                                         "''",
                                         "'x'",
                                         "'life.work.idle'",
                                         "'life.children[7].young'",
                                         "[]",
                                         "[[]]",
                                         "{}",
                                         "{'id':1}"};
    struct json open = json_of(&bench.arena, rich);
    json_unset(&open, TEXT("closed"));
    size_t kinds = sizeof values / sizeof *values + 2;
    for (size_t kind = 0; kind < kinds; kind++) {
        for (size_t place = 0;; place++) {
            struct damaging damaging = {.left = place,
                                        .with = kind < kinds - 2 ? json_of(&bench.arena, values[kind])
                                                                 : json_null(),
                                        .unset = kind == kinds - 2,
                                        .rename = kind == kinds - 1};
            struct json document = damaged(open, &damaging);
            if (!damaging.done) {
                assert_true(place > 100);
                break;
            }
            live_with(&document);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_reads_as_the_same, begin, end),
        cmocka_unit_test_setup_teardown(what_has_ended_is_left_to_the_journal, begin, end),
        cmocka_unit_test_setup_teardown(what_it_says_stands_in_the_subject, begin, end),
        cmocka_unit_test_setup_teardown(what_the_workflow_does_not_have_is_told, begin, end),
        cmocka_unit_test_setup_teardown(a_configuration_that_cannot_be_is_told, begin, end),
        cmocka_unit_test_setup_teardown(no_damage_brings_the_engine_down, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
