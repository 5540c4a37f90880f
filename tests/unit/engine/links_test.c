/* Links between records, and records that are merged: one side at a time, as each is planned. Both sides
 * together are in tests/unit/flow/links_test.c. */
#include "support.h"

#include "engine/links.h"
#include "engine/names.h"

static struct bench bench;

static const char yaml[] =
    "roles: {worker: Worker, lead: Lead}\n"
    "fields: {mood: {type: text}, n: {type: number, default: 0}, parent: {type: person}, kin: {type: list, "
    "of: "
    "{who: {type: person}}}}\n"
    "forms: {f: {fields: [mood, parent, kin, {adviser: {type: person}}]}}\n"
    "events: {open: {}, go: {}, set: {form: f}, end: {}, greet: {}, merge: {roles: [lead]}, link: {title: "
    "Link}}\n"
    "states:\n"
    "  a:\n"
    "    tasks: {call: {due: 3 days}}\n"
    "    deadlines: {visit: {due: 5 days}, kin: {due: \"case.links.sibling ~= nil and days(1) or "
    "days(9)\"}}\n"
    "    after: {4 days: b}\n"
    "    on:\n"
    "      set: {}\n"
    "      end: stop\n"
    "      linked: {actions: [{assign: {mood: = event.data.from}}]}\n"
    "      merged: {actions: [{assign: {mood: = event.data.from}}]}\n"
    "      unmerged: {target: b}\n"
    "      greet: {actions: [{tell: sibling, event: hello, data: {n: 1}}, {tell: earlier, event: never}]}\n"
    "  b: {on: {end: stop}}\n"
    "  stop: {type: final}\n";

static void know(const char *reference, const char *workflow, enum subject_kind kind, const char *merged_into)
{
    bench.known[bench.known_count++] =
        (struct known_record){text_of(reference), text_of(reference),  kind, text_of(workflow), bench.now,
                              INSTANT_NONE,       text_of(merged_into)};
}

static int begin(void **state)
{
    (void)state;
    bench_begin(&bench, yaml);
    know("C-2", "w", SUBJECT_CASE, "");
    know("C-3", "w", SUBJECT_CASE, "C-2");
    know("C-4", "other", SUBJECT_CASE, "");
    know("C-1", "w", SUBJECT_CASE, "");
    opens(&bench, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

static void refuses(const char *command, const char *unmet)
{
    if (does(&bench, command) != OUTCOME_REFUSED) {
        fail_msg("%s: %s", command, written(&bench, plan_answer(&bench.arena, bench.plan)));
    }
    assert_unmet(&bench, unmet);
}

/* What another record tells. */
static void is_told(const char *command)
{
    bench.command.origin = ORIGIN_RECORD;
    must(&bench, command);
    bench.command.origin = ORIGIN_PERSON;
}

static void assert_told(const char *reference, const char *event, const char *data)
{
    assert_int_equal(bench.plan->told.count, 1);
    assert_text(bench.plan->told.at[0].reference, reference);
    assert_text(bench.plan->told.at[0].event, event);
    assert_json(&bench, bench.plan->told.at[0].data, data);
}

/* --- links ------------------------------------------------------------------------ */

static void a_link_is_made_and_told(void **state)
{
    (void)state;
    must(&bench, "{'event':'link','data':{'kind':'earlier','to':' C-2 '}}");
    assert_document(&bench, "links", "{'earlier':['C-2']}");
    assert_told("C-2", "linked", "{'kind':'later','from':'C-1'}");
    must(&bench, "{'event':'link','data':{'kind':'earlier','to':'C-2'}}"); /* there already */
    assert_int_equal(bench.plan->told.count, 0);
    assert_document(&bench, "links", "{'earlier':['C-2']}");
    must(&bench, "{'event':'link','data':{'kind':'earlier','to':'C-4'}}");
    assert_document(&bench, "links", "{'earlier':['C-2','C-4']}");
    must(&bench, "{'event':'unlink','data':{'kind':'earlier','to':'C-2'}}");
    assert_told("C-2", "unlinked", "{'kind':'later','from':'C-1'}");
    must(&bench, "{'event':'unlink','data':{'kind':'earlier','to':'C-4'}}");
    assert_document(&bench, "links", "nothing");
}

static void what_cannot_be_linked_is_said(void **state)
{
    (void)state;
    static const char kind[] = "form: Say which link it is: sibling, earlier, later or related.";
    refuses("{'event':'link','data':{'kind':'friend','to':'C-2'}}", kind);
    assert_text(bench.plan->unmet.at[0].field, "kind");
    refuses("{'event':'link','data':{'kind':'merged_into','to':'C-2'}}", kind);
    refuses("{'event':'unlink','data':{'to':'C-2'}}", kind);
    refuses("{'event':'link','data':{'kind':'sibling','to':'C-9'}}", "form: There is no record “C-9”.");
    assert_text(bench.plan->unmet.at[0].field, "to");
    refuses("{'event':'link','data':{'kind':'sibling'}}", "form: Say which record: “to” is its reference.");
    refuses("{'event':'link','data':{'kind':'sibling','to':'C-1'}}",
            "form: A record cannot be linked to itself.");
    refuses("{'event':'link','data':{'kind':'sibling','to':'C-3'}}",
            "form: C-3 was merged into C-2: name that one.");
    refuses("{'event':'unlink','data':{'kind':'sibling','to':'C-2'}}",
            "form: There is no link sibling to “C-2” to take away.");
}

static void only_a_record_tells(void **state)
{
    (void)state;
    static const char *const events[] = {"linked", "unlinked", "merged", "unmerged"};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        refuses(
            arena_printf(&bench.arena, "{'event':'%s','data':{'kind':'sibling','from':'C-2'}}", events[i]),
            arena_printf(&bench.arena, "not-now: “%s” is told by another record; nobody sends it.",
                         events[i]));
    }
    is_told("{'event':'linked','data':{'kind':'sibling','from':'C-2'}}");
    assert_document(&bench, "links", "{'sibling':['C-2']}");
    assert_document(&bench, "data.mood", "'C-2'"); /* the workflow heard of it */
    assert_int_equal(bench.plan->told.count, 0);
    is_told("{'event':'linked','data':{'kind':'sibling','from':'C-2'}}"); /* again: nothing changes */
    assert_document(&bench, "links", "{'sibling':['C-2']}");
    must(&bench, "{'event':'end'}");
    is_told("{'event':'unlinked','data':{'kind':'sibling','from':'C-2'}}"); /* of a closed case too */
    assert_document(&bench, "links", "nothing");
    is_told("{'event':'unlinked','data':{'kind':'sibling','from':'C-2'}}");
    bench.command.origin = ORIGIN_RECORD;
    refuses("{'event':'linked','data':{'kind':'sibling'}}",
            "form: Say which record it is: “from” is its reference.");
    refuses("{'event':'merged','data':{}}", "form: Say which record it is: “from” is its reference.");
}

static void what_is_due_may_hang_on_a_link(void **state)
{
    (void)state;
    assert_document(&bench, "deadlines.kin.due", "'2026-01-14'");
    must(&bench, "{'event':'link','data':{'kind':'sibling','to':'C-2'}}");
    assert_document(&bench, "deadlines.kin.due", "'2026-01-06'");
    must(&bench, "{'event':'unlink','data':{'kind':'sibling','to':'C-2'}}");
    assert_document(&bench, "deadlines.kin.due", "'2026-01-14'");
}

static void a_kind_has_so_many(void **state)
{
    (void)state;
    for (int i = 0; i < LINK_LIMIT; i++) {
        is_told(arena_printf(&bench.arena, "{'event':'linked','data':{'kind':'sibling','from':'C-%d'}}",
                             100 + i));
    }
    refuses("{'event':'link','data':{'kind':'sibling','to':'C-2'}}",
            "form: A record has at most 100 links of one kind.");
    must(&bench, "{'event':'link','data':{'kind':'related','to':'C-2'}}");
    must(&bench, "{'event':'link','data':{'kind':'earlier','to':'C-2'}}");
    assert_int_equal(does(&bench, "{'event':'greet'}"),
                     OUTCOME_FAILED); /* … and more than one event may tell */
}

static void every_record_under_a_kind_is_told(void **state)
{
    (void)state;
    must(&bench, "{'event':'greet'}");
    assert_int_equal(bench.plan->told.count, 0);
    is_told("{'event':'linked','data':{'kind':'sibling','from':'C-2'}}");
    is_told("{'event':'linked','data':{'kind':'sibling','from':'C-8'}}");
    must(&bench, "{'event':'greet'}");
    assert_int_equal(bench.plan->told.count, 2);
    assert_text(bench.plan->told.at[0].reference, "C-2");
    assert_text(bench.plan->told.at[1].reference, "C-8");
    assert_text(bench.plan->told.at[1].event, "hello");
}

/* --- merging ------------------------------------------------------------------------ */

static void one_gives_way_and_stands_still(void **state)
{
    (void)state;
    bench.now = at("2026-01-06T09:00Z");
    must(&bench, "{'event':'merge','role':'lead','data':{'into':'C-2','reason':'Twice'}}");
    assert_told("C-2", "merged", "{'from':'C-1','opened':'2026-01-05T09:00:00Z','data':{'n':0}}");
    assert_document(&bench, "links", "{'merged_into':['C-2']}");
    assert_document(&bench, "closed", "1767690000000");
    assert_in(&bench, "a");
    assert_document(&bench, "tasks.call.open", "true");
    assert_document(&bench, "deadlines.visit.due", "'2026-01-10'");
    assert_int_equal(until(&bench, "2026-03-01T09:00Z"), 0);
    static const char *const events[] = {"set",   "note", "reopen", "allocate", "task.call.done",
                                         "merge", "link"};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        refuses(arena_printf(&bench.arena, "{'event':'%s','data':{'into':'C-2'}}", events[i]),
                "closed: This case was merged into C-2; work goes on there.");
    }
}

static void it_is_taken_apart_again(void **state)
{
    (void)state;
    struct json before = subject_write(&bench.arena, subject_of(&bench));
    must(&bench, "{'event':'merge','data':{'into':'C-2'}}");
    bench.now = at("2026-01-09T10:00Z");
    must(&bench, "{'event':'unmerge'}");
    assert_told("C-2", "unmerged", "{'from':'C-1'}");
    assert_string_equal(written(&bench, bench.plan->document), written(&bench, before));
    assert_int_equal(until(&bench, "2026-01-09T10:00Z"), 2); /* the task overdue, the timer */
    assert_in(&bench, "b");
    refuses("{'event':'unmerge'}", "not-now: This record was not merged into another.");
}

static void what_cannot_be_merged_is_said(void **state)
{
    (void)state;
    refuses("{'event':'merge','role':'worker','data':{'into':'C-2'}}", "role: This is for: Lead.");
    refuses("{'event':'merge'}", "form: Say which record: “into” is its reference.");
    refuses("{'event':'merge','data':{'into':'C-9'}}", "form: There is no record “C-9”.");
    refuses("{'event':'merge','data':{'into':'C-1'}}", "form: A record cannot be merged into itself.");
    refuses("{'event':'merge','data':{'into':'C-3'}}", "form: C-3 was merged into C-2: name that one.");
    static const char other[] =
        "form: %s is of another kind: a record is merged into one of the same workflow.";
    refuses("{'event':'merge','data':{'into':'C-4'}}", arena_printf(&bench.arena, other, "C-4"));
    refuses("{'event':'merge','data':{'into':'P-7'}}", arena_printf(&bench.arena, other, "P-7"));
    assert_text(bench.plan->unmet.at[0].field, "into");
    must(&bench, "{'event':'end'}");
    refuses("{'event':'merge','data':{'into':'C-2'}}", "closed: This case is closed.");
}

static void the_other_hears_of_it(void **state)
{
    (void)state;
    is_told("{'event':'merged','data':{'from':'C-2','opened':'2026-01-02T09:00:00Z','data':{}}}");
    assert_document(&bench, "links", "{'merged_from':['C-2']}");
    assert_document(&bench, "data.mood", "'C-2'");
    is_told("{'event':'unmerged','data':{'from':'C-2'}}");
    assert_document(&bench, "links", "nothing");
    assert_in(&bench, "b");
}

static void a_record_that_was_merged_still_hears(void **state)
{
    (void)state;
    must(&bench, "{'event':'merge','data':{'into':'C-2'}}");
    is_told("{'event':'merged','data':{'from':'C-8'}}");
    is_told("{'event':'linked','data':{'kind':'later','from':'C-8'}}");
    assert_document(&bench, "links", "{'later':['C-8'],'merged_from':['C-8'],'merged_into':['C-2']}");
    assert_document(&bench, "data.mood", "nothing"); /* but does not move */
}

static void a_person_is_a_record(void **state)
{
    (void)state;
    bench.kind = SUBJECT_PERSON;
    know("P-8", "w", SUBJECT_PERSON, "");
    must(&bench, "{'event':'merge','data':{'into':'P-8'}}");
    refuses("{'event':'set'}", "closed: This record was merged into P-8; work goes on there.");
}

/* --- what a command names ------------------------------------------------------------ */

static void assert_names(const char *command_text, const char *records, const char *people)
{
    struct error error;
    struct command command;
    struct command_names names;
    struct json json = json_of(&bench.arena, command_text);
    assert_int_equal(command_read(&bench.arena, zone_utc(), &json, &command, &error), STATUS_OK);
    command_names(&bench.arena, bench.definition, &command, &names);
    struct buffer out;
    buffer_init(&out, &bench.arena);
    vector_each(const struct text, name, &names.records)
    {
        buffer_printf(&out, "%.*s ", TEXT_ARGS(*name));
    }
    assert_text(buffer_result(&out), records);
    buffer_init(&out, &bench.arena);
    vector_each(const struct text, name, &names.people)
    {
        buffer_printf(&out, "%.*s ", TEXT_ARGS(*name));
    }
    assert_text(buffer_result(&out), people);
}

static void a_command_names_records_and_people(void **state)
{
    (void)state;
    assert_names("{'event':'link','data':{'to':' C-2 ','kind':'sibling'}}", "C-2 ", "");
    assert_names("{'event':'merge','data':{'into':'C-2'}}", "C-2 ", "");
    assert_names("{'event':'merge','data':{'parent':'P-7'}}", "", "P-7 "); /* one of the workflow's own */
    assert_names("{'event':'linked','data':{'from':'C-2'}}", "", "");
    assert_names("{'event':'set','data':{'parent':'P-7','mood':'P-8','adviser':' P-9','kin':[{'who':'P-10'},"
                 "{'who':'P-7'},{'who':'Ann'}]}}",
                 "", "P-9 P-10 P-7 ");
    assert_names("{'event':'set','tasks':{'call':{'how':'done','reason':'P-4','data':{'parent':'P-3'}}}}", "",
                 "P-3 ");
    assert_names("{'event':'set','data':{'parent':'P-0'}}", "", "");
}

static void a_person_who_is_named_is_there(void **state)
{
    (void)state;
    must(&bench, "{'event':'set','data':{'parent':'P-7','adviser':'P-7'}}");
    refuses("{'event':'set','data':{'parent':'P-9'}}", "form: parent: There is no person P-9.");
    refuses("{'event':'set','data':{'adviser':'P-9'}}", "form: adviser: There is no person P-9.");
    refuses("{'event':'set','data':{'kin':[{'who':'P-9'}]}}", "form: kin: who: There is no person P-9.");
    know("P-9", "w", SUBJECT_CASE, "");
    refuses("{'event':'set','data':{'parent':'P-9'}}", "form: parent: There is no person P-9.");
}

/* --- a new episode --------------------------------------------------------------------- */

static void episode(const char *reference, const char *part, const char *closed, bool merged)
{
    bench.episodes[bench.episode_count++] =
        (struct known_episode){.person = TEXT("P-7"),
                               .reference = text_of(reference),
                               .part = text_of(part),
                               .opened = at("2025-01-01T09:00Z"),
                               .closed = *closed ? at(closed) : INSTANT_NONE,
                               .merged = merged};
}

static void open_again(const char *data)
{
    bench.document = (struct text){0};
    bench.version = 0;
    opens(&bench, data);
}

static void a_new_case_follows_the_one_before(void **state)
{
    (void)state;
    episode("C-20", "parent", "2025-03-01T09:00Z", false);
    episode("C-21", "parent", "2025-05-01T09:00Z", false);
    episode("C-22", "parent", "2025-06-01T09:00Z", true);
    episode("C-23", "parent", "", false);
    episode("C-24", "kin[3].who", "2025-07-01T09:00Z", false);
    open_again("{'parent':'P-7'}");
    assert_document(&bench, "links", "{'earlier':['C-21']}");
    assert_told("C-21", "linked", "{'kind':'later','from':'C-1'}");
    static const char known[] = "[{'case':'C-20','open':false,'part':'parent','person':'P-7'},"
                                "{'case':'C-21','open':false,'part':'parent','person':'P-7'},"
                                "{'case':'C-23','open':true,'part':'parent','person':'P-7'},"
                                "{'case':'C-24','open':false,'part':'kin[3].who','person':'P-7'}]";
    assert_notes(&bench, "known", known);
    assert_json(&bench, *json_member_of(&(struct json[]){plan_answer(&bench.arena, bench.plan)}[0], "known"),
                known);
    open_again("{'kin':[{'who':'P-7'}]}"); /* whichever of the kin it is */
    assert_document(&bench, "links", "{'earlier':['C-24']}");
    open_again(NULL);
    assert_document(&bench, "links", "nothing");
}

static void one_that_is_open_is_not_followed(void **state)
{
    (void)state;
    episode("C-23", "parent", "", false);
    open_again("{'parent':'P-7'}");
    assert_document(&bench, "links", "nothing");
    assert_notes(&bench, "known", "[{'case':'C-23','open':true,'part':'parent','person':'P-7'}]");
}

static void what_was_looked_up_is_kept(void **state)
{
    (void)state;
    struct given given = {.known = &bench.known[2], .known_count = 1};
    assert_json(&bench, given_json(&bench.arena, &given),
                "{'known':[{'asked':'C-3','kind':'case','merged_into':'C-2','opened':1767603600000,"
                "'reference':'C-3','workflow':'w'}]}");
    episode("C-20", "parent", "2025-03-01T09:00Z", true);
    given = (struct given){.episodes = bench.episodes, .episode_count = 1};
    assert_json(&bench, given_json(&bench.arena, &given),
                "{'episodes':[{'closed':1740819600000,'merged':true,'opened':1735722000000,'part':'parent',"
                "'person':'P-7','reference':'C-20'}]}");
    assert_json(&bench, given_json(&bench.arena, &(struct given){0}), "{}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_link_is_made_and_told),
        TEST(what_cannot_be_linked_is_said),
        TEST(only_a_record_tells),
        TEST(what_is_due_may_hang_on_a_link),
        TEST(a_kind_has_so_many),
        TEST(every_record_under_a_kind_is_told),
        TEST(one_gives_way_and_stands_still),
        TEST(it_is_taken_apart_again),
        TEST(what_cannot_be_merged_is_said),
        TEST(the_other_hears_of_it),
        TEST(a_record_that_was_merged_still_hears),
        TEST(a_person_is_a_record),
        TEST(a_command_names_records_and_people),
        TEST(a_person_who_is_named_is_there),
        TEST(a_new_case_follows_the_one_before),
        TEST(one_that_is_open_is_not_followed),
        TEST(what_was_looked_up_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
