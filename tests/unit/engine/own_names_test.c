/* A workflow that has an event of its own under the name of one of the engine's about other records and
 * areas: it is the workflow's where it names none of them, and has its form. */
#include "support.h"

#include "engine/explain.h"

static struct bench bench;

static const char yaml[] =
    "fields: {n: {type: number}, who: {type: person}}\n"
    "forms: {f: {fields: [{n: {required: true}}, who]}}\n"
    "events: {open: {}, link: {form: f}, unlink: {form: f}, merge: {form: f}, unmerge: "
    "{form: f}, move: {form: f}, go: {}}\n"
    "initial: a\n"
    "states:\n"
    "  a:\n"
    "    on: {link: {}, unlink: {}, merge: {guard: data.n == 4}, unmerge: {}, move: {}, "
    "go: b}\n"
    "  b: {}\n";

static int begin(void **state)
{
    bench_begin(&bench, *state ? *state : yaml);
    bench.areas[0] = (struct area){.name = TEXT("wcc"), .from = DATE_NONE, .until = DATE_NONE};
    bench.areas[1] = (struct area){.name = TEXT("lbhf"), .from = DATE_NONE, .until = DATE_NONE};
    bench.world.area_count = 2;
    bench.known[bench.known_count++] = (struct known_record){.asked = TEXT("C-2"),
                                                             .reference = TEXT("C-2"),
                                                             .workflow = TEXT("w"),
                                                             .opened = bench.now,
                                                             .closed = INSTANT_NONE};
    must(&bench, "{'event':'open','area':'wcc'}");
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

static void it_has_its_form(void **state)
{
    (void)state;
    static const char *const names[] = {"link", "unlink", "unmerge", "move", "merge"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena *arena = &bench.arena;
        refuses(arena_printf(arena, "{'event':'%s','data':{'n':'x'}}", names[i]),
                "form: n: This must be a number.");
        must(&bench, arena_printf(arena, "{'event':'%s','data':{'n':%zu,'who':'P-7'}}", names[i], i));
        assert_document(&bench, "data.n", arena_printf(arena, "%zu", i));
        assert_document(&bench, "data.who", "'P-7'");
        assert_document(&bench, "links", "nothing");
        assert_document(&bench, "closed", "nothing");
        assert_document(&bench, "moving", "nothing");
    }
    refuses("{'event':'merge','data':{'n':3}}", "guard: “merge” does not apply as things stand.");
}

static void one_that_names_a_record_or_an_area_is_the_engines(void **state)
{
    (void)state;
    must(&bench, "{'event':'link','data':{'kind':'sibling','to':'C-2'}}");
    assert_document(&bench, "links", "{'sibling':['C-2']}");
    must(&bench, "{'event':'unlink','data':{'kind':'sibling','to':'C-2'}}");
    assert_document(&bench, "links", "nothing");
    must(&bench, "{'event':'merge','data':{'into':'C-2'}}");
    assert_document(&bench, "links", "{'merged_into':['C-2']}");
    refuses("{'event':'link','data':{'n':1}}", "closed: This case was merged into C-2; work goes on there.");
    must(&bench, "{'event':'unmerge','data':{}}");
    assert_document(&bench, "links", "nothing");
    must(&bench, "{'event':'move','data':{'to':'lbhf','n':1,'reason':'x'}}");
    assert_document(&bench, "moving.to", "'lbhf'");
}

static void where_no_active_state_takes_it_it_is_the_engines(void **state)
{
    (void)state;
    must(&bench, "{'event':'go'}");
    refuses(
        "{'event':'link','data':{'n':1}}",
        "form: Say which link it is: sibling, earlier, later or related. | form: Say which record: “to” is "
        "its reference.");
    refuses("{'event':'merge','data':{'n':1}}", "form: Say which record: “into” is its reference.");
    refuses("{'event':'unmerge','data':{'n':1}}", "not-now: This record was not merged into another.");
}

static const char formless[] = "events: {open: {}, link: {}, unmerge: {}}\n"
                               "states: {a: {on: {link: b, unmerge: b}}, b: {}}\n";

/* `unmerge` names no record: without a form nothing says that it is another one than the engine's. */
static void without_a_form_only_what_is_named_tells_them_apart(void **state)
{
    (void)state;
    refuses("{'event':'unmerge'}", "not-now: This record was not merged into another.");
    must(&bench, "{'event':'link'}");
    assert_in(&bench, "b");
}

static void it_is_explained(void **state)
{
    (void)state;
    struct explain_request request = {.actor = TEXT("ann"), .roles = ~(role_set)0, .now = bench.now};
    struct buffer out;
    buffer_init(&out, &bench.arena);
    struct explanation *explanation =
        explain_build(&bench.arena, &bench.world, subject_of(&bench), &request, &bench.rules);
    vector_each(const struct explained, one, &explanation->events)
    {
        buffer_printf(&out, "%.*s %s %zu, ", TEXT_ARGS(one->event), outcome_name(one->outcome),
                      one->form_count);
    }
    assert_text(buffer_result(&out),
                "link done 1, unlink done 1, merge done 1, unmerge done 1, move done 1, go done 0, ");
}

#define TEST(name, yaml) cmocka_unit_test_prestate_setup_teardown(name, begin, end, (void *)(yaml))

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_has_its_form, NULL),
        TEST(one_that_names_a_record_or_an_area_is_the_engines, NULL),
        TEST(where_no_active_state_takes_it_it_is_the_engines, NULL),
        TEST(without_a_form_only_what_is_named_tells_them_apart, formless),
        TEST(it_is_explained, NULL),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
