#include "replay.h"

static void each_line_is_done(void **state)
{
    (void)state;
    struct replay *replay = replay_new("action-for-change");
    struct text rest = replay_file(&replay->arena, "workflows/action-for-change/caseload/caseload.jsonl"),
                line;
    size_t number = 0, wrong = 0;
    while (rest.size && text_split(&rest, '\n', &line)) {
        number++;
        if (line.size == 0) {
            continue;
        }
        struct json answer;
        if (replay_line(replay, line, &answer) != OUTCOME_DONE && ++wrong < 20) {
            print_message("line %zu: %.*s\n%.*s\n", number, TEXT_ARGS(line),
                          TEXT_ARGS(json_to_text(&replay->turn, &answer)));
        }
    }
    assert_int_equal(wrong, 0);
    replay_free(replay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_line_is_done)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
