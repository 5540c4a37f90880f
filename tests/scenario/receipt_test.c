/* The log of the receipt phase: its converter, and every event of it through the engine. The log is not ours
 * to ship, so where it does not lie beside the repository that part is skipped. */
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#define CONVERT "lua5.4 workflows/permit-receipt/convert.lua"
#define LOG "../shared/data/eventlogs/receipt.csv"
#define HEADER "case_id,activity,lifecycle,timestamp,resource,group,attributes\n"

/* Before anything is made, since skip() comes back to none of it. */
static void need_lua(void)
{
    if (system("command -v lua5.4 >/dev/null 2>&1") != 0) {
        print_message("skipped: there is no lua5.4 to run it\n");
        skip();
    }
}

/* What COMMAND prints; its exit status. */
static int run(struct arena *arena, const char *command, struct text *printed)
{
    struct buffer out;
    buffer_init(&out, arena);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t size;
    do {
        char *at = buffer_reserve(&out, 65536);
        size = fread(at, 1, 65536, pipe);
        out.size += size;
    } while (size);
    *printed = text_copy(arena, buffer_result(&out)); /* with a NUL behind it */
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int convert(struct arena *arena, const char *csv, struct text *printed)
{
    return run(arena, arena_printf(arena, "printf '%%b' '%s' | " CONVERT " 2>&1", csv), printed);
}

static void a_log_becomes_commands(void **state)
{
    (void)state;
    need_lua();
    struct arena arena;
    struct text printed;
    arena_init(&arena);
    int status = convert(
        &arena,
        HEADER "case-2,Confirmation of receipt,complete,2011-10-18T10:00:00+02:00,R1,EMPTY,\n"
               "case-2,T02 Check confirmation of receipt,start,2011-10-18T10:00:01+02:00,R1,Group 4,\n"
               "case-1,Confirmation of receipt,complete,2011-10-18T09:59:59.5+02:00,R2,EMPTY,\n"
               "\"a,b\",\"T06 Determine necessity of stop advice\",complete,2011-10-18T07:00:00Z,"
               "\"Resource \"\"3\"\"\nnight\",Group 1,\"{\"\"x\"\": 1}\"\n",
        &printed);
    assert_int_equal(status, 0);
    assert_string_equal(
        printed.at, "{\"key\":\"receipt-4\",\"case\":\"a,b\",\"event\":\"advice.need.determined\",\"data\":{"
                    "\"group\":\"Group 1\"},"
                    "\"actor\":\"Resource \\u00223\\u0022\\u000anight\",\"at\":\"2011-10-18T07:00:00Z\"}\n"
                    "{\"key\":\"receipt-3\",\"case\":\"case-1\",\"workflow\":\"permit-receipt\",\"event\":"
                    "\"open\",\"actor\":\"R2\","
                    "\"at\":\"2011-10-18T09:59:59.5+02:00\"}\n"
                    "{\"key\":\"receipt-1\",\"case\":\"case-2\",\"workflow\":\"permit-receipt\",\"event\":"
                    "\"open\",\"actor\":\"R1\","
                    "\"at\":\"2011-10-18T10:00:00+02:00\"}\n");
    arena_deinit(&arena);
}

static void what_cannot_be_read_names_its_line(void **state)
{
    (void)state;
    need_lua();
    static const struct {
        const char *csv, *says;
    } wrong[] = {
        {"case_id,activity\n", "line 1: there is no column lifecycle\n"},
        {HEADER "c,T99,complete,2011-10-18T10:00:00Z,R,G,\n", "line 2: there is no event for T99\n"},
        {HEADER "c,Confirmation of receipt,complete,yesterday,R,G,\n",
         "line 2: this is no time: yesterday\n"},
        {HEADER "c,x,start,,R,G,\nc,\"Confirmation\n\n", "line 3: a quote is not closed\n"},
        {HEADER "c,\"x\"y,start,,R,G,\n",
         "line 2: a comma or the end of the line is missing behind a field\n"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct arena arena;
        struct text printed;
        arena_init(&arena);
        assert_int_equal(convert(&arena, wrong[i].csv, &printed), 1);
        assert_string_equal(printed.at, wrong[i].says);
        arena_deinit(&arena);
    }
}

static void every_event_goes_through(void **state)
{
    (void)state;
    need_lua();
    struct replay *replay = replay_new("permit-receipt");
    size_t counts[4] = {0};
    struct text rest, line;
    if (replay_file(&replay->arena, LOG).size == 0) {
        print_message("skipped: the log is not at " LOG "\n");
        replay_free(replay);
        skip();
    }
    assert_int_equal(run(&replay->arena, CONVERT " < " LOG, &rest), 0);
    while (text_split(&rest, '\n', &line) && line.size) {
        struct json answer;
        uint64_t entries = 0;
        vector_each(const struct replayed, one, &replay->cases)
        {
            entries += one->version;
        }
        enum outcome outcome = replay_line(replay, line, &answer);
        counts[outcome]++;
        if (outcome == OUTCOME_REFUSED) { /* told why, and nothing moved */
            assert_true(json_member_of(&answer, "unmet")->count == 1);
            vector_each(const struct replayed, one, &replay->cases)
            {
                entries -= one->version;
            }
            assert_true(entries == 0);
        }
    }
    assert_int_equal(replay->cases.count, 1434);
    assert_int_equal(counts[OUTCOME_DONE], 8561);
    assert_int_equal(counts[OUTCOME_REFUSED], 16);
    assert_int_equal(counts[OUTCOME_UNKNOWN], 0);
    assert_int_equal(counts[OUTCOME_FAILED], 0);
    replay_free(replay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_becomes_commands),
        cmocka_unit_test(what_cannot_be_read_names_its_line),
        cmocka_unit_test(every_event_goes_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
