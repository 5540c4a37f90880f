/* Lists: what they hold, in which order, and that pages put together are the whole. */
#include "support.h"

#include <stdio.h>

struct gathered {
    char words[4096];
    size_t count, stop_after;
};

static bool add(struct gathered *gathered, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t used = strlen(gathered->words);
    (void)vsnprintf(gathered->words + used, sizeof gathered->words - used, format, arguments);
    va_end(arguments);
    return ++gathered->count != gathered->stop_after;
}

static bool gather_subject(void *self, const struct stored_subject *row)
{
    return add(self, "%.*s ", TEXT_ARGS(row->reference));
}

static bool gather_task(void *self, const struct task_row *row, const struct row_case *of)
{
    return add(self, "%.*s/%.*s ", TEXT_ARGS(of->reference), TEXT_ARGS(row->name));
}

static bool gather_deadline(void *self, const struct deadline_row *row, const struct row_case *of)
{
    return add(self, "%.*s/%.*s ", TEXT_ARGS(of->reference), TEXT_ARGS(row->name));
}

enum list { SUBJECTS, TASKS, DEADLINES };

static enum status page(struct fixture *f, enum list list, const struct store_query *query,
                        struct gathered *gathered, struct text *cursor)
{
    const struct store_api *api = f->store->api;
    switch (list) {
    case SUBJECTS:
        return api->subjects(f->store, &f->arena, query, gather_subject, gathered, cursor, &f->error);
    case TASKS:
        return api->tasks(f->store, &f->arena, query, gather_task, gathered, cursor, &f->error);
    case DEADLINES:
        return api->deadlines(f->store, &f->arena, query, gather_deadline, gathered, cursor, &f->error);
    }
    return STATUS_INVALID;
}

/* QUERY gives just WORDS: in one page, in pages of each smaller size, and when the caller stops it. */
#define expect_list(f, list, query, words) expect_list_at((f), (list), (query), (words), __LINE__)
static void expect_list_at(struct fixture *f, enum list list, struct store_query query, const char *words,
                           int line)
{
    struct gathered whole = {0};
    struct text cursor;
    expect_ok_at(f, page(f, list, &query, &whole, &cursor), __FILE__, line);
    if (strcmp(whole.words, words) != 0 || cursor.size != 0) {
        print_error("\"%s\" is not \"%s\"\n", whole.words, words);
        _fail(__FILE__, line);
    }
    for (size_t limit = 1; limit <= whole.count + 1; limit++) {
        for (int stopped = 0; stopped < 2; stopped++) {
            struct gathered pieces = {0};
            query.limit = stopped ? 50 : limit;
            query.cursor = (struct text){0};
            do {
                pieces.stop_after = stopped ? pieces.count + limit : 0;
                assert_true(pieces.count <= whole.count); /* a cursor that does not go on would never end */
                expect_ok_at(f, page(f, list, &query, &pieces, &query.cursor), __FILE__, line);
            } while (query.cursor.size > 0);
            if (strcmp(pieces.words, words) != 0) {
                print_error("by %zu: \"%s\" is not \"%s\"\n", limit, pieces.words, words);
                _fail(__FILE__, line);
            }
        }
    }
}

static void put(struct fixture *f, int64_t id, const char *area, const char *worker, const char *states,
                bool closed)
{
    struct store_change change = opening(f, id);
    change.subject.area = text_of(area);
    change.subject.worker = text_of(worker);
    change.subject.state = text_of(states);
    change.subject.closed = closed ? 5000 : INSTANT_NONE;
    change.subject.due = id * 100;
    apply_alone(f, &change);
}

static void put_person(struct fixture *f, int64_t id, const char *name)
{
    struct store_change change = opening(f, id);
    change.subject.kind = SUBJECT_PERSON;
    change.subject.workflow = TEXT("person");
    change.subject.name = text_of(name);
    apply_alone(f, &change);
}

static void some_cases(struct fixture *f)
{
    fixture_memory(f);
    put(f, 1, "lbhf", "wanda", "referral", false);
    put(f, 2, "rbkc", "wanda", "service.pre-birth[2].expected service.support", false);
    put(f, 3, "lbhf", "yusuf", "service.support", true);
    put(f, 4, "lbhf", "", "referral.new", false);
    struct store_change change = opening(f, 5);
    change.alias = TEXT("old-5");
    apply_alone(f, &change);
    put_person(f, 6, "Ada");
    put_person(f, 7, "adam");
    put_person(f, 8, "Bede");
}

static void lists_subjects(void **state)
{
    struct fixture f;
    (void)state;
    some_cases(&f);
    struct store_query query = query_all();
    expect_list(&f, SUBJECTS, query, "C-1 C-2 C-4 old-5 ");
    query.include_closed = true;
    expect_list(&f, SUBJECTS, query, "C-1 C-2 C-3 C-4 old-5 ");
    query.area = TEXT("lbhf");
    expect_list(&f, SUBJECTS, query, "C-1 C-3 C-4 old-5 ");
    query.worker = TEXT("wanda");
    expect_list(&f, SUBJECTS, query, "C-1 old-5 ");
    query.include_closed = false;
    query.worker = TEXT("yusuf");
    expect_list(&f, SUBJECTS, query, "");
    query.worker = (struct text){0};
    expect_list(&f, SUBJECTS, query, "C-1 C-4 old-5 ");
    query.workflow = TEXT("other");
    expect_list(&f, SUBJECTS, query, "");
    query = query_all();
    query.due_before = 400;
    expect_list(&f, SUBJECTS, query, "C-1 C-2 ");
    query = query_all();
    query.kind = SUBJECT_PERSON;
    expect_list(&f, SUBJECTS, query, "P-6 P-7 P-8 ");
    fixture_close(&f);
}

static void offer(struct fixture *f, int64_t id, const char *to)
{
    struct store_change change = advance(f, id);
    change.subject.offered = text_of(to);
    change.offered_changed = true;
    apply_alone(f, &change);
}

static void lists_what_is_offered(void **state)
{
    struct fixture f;
    struct stored_subject subject;
    (void)state;
    some_cases(&f);
    offer(&f, 1, "rbkc");
    offer(&f, 2, "lbhf");
    offer(&f, 4, "rbkc");
    struct store_query query = query_all();
    query.offered = true;
    expect_list(&f, SUBJECTS, query, "C-1 C-2 C-4 ");
    query.offered_to = TEXT("rbkc");
    expect_list(&f, SUBJECTS, query, "C-1 C-4 ");
    query.worker = TEXT("wanda");
    expect_list(&f, SUBJECTS, query, "C-1 ");
    query = query_all();
    query.offered = true;
    query.area = TEXT("lbhf");
    expect_list(&f, SUBJECTS, query, "C-1 C-4 ");
    expect_ok(&f, f.store->api->load(f.store, &f.arena, TEXT("C-1"), &subject, &f.error));
    assert_true(text_is(subject.offered, "rbkc"));
    struct store_change plain = advance(&f, 1); /* an advance like any other leaves it */
    apply_alone(&f, &plain);
    offer(&f, 4, "");
    query.area = (struct text){0};
    expect_list(&f, SUBJECTS, query, "C-1 C-2 ");
    fixture_close(&f);
}

static void finds_states_and_those_above(void **state)
{
    struct fixture f;
    (void)state;
    some_cases(&f);
    static const struct {
        const char *state, *found;
    } cases[] = {
        {"referral", "C-1 C-4 old-5 "},
        {"referral.new", "C-4 "},
        {"service", "C-2 "},
        {"service.pre-birth", "C-2 "},
        {"service.support", "C-2 "},
        {"support", ""},
        {"refer", ""},
        {"service.pre-birth[2]", "C-2 "},
        {"service.pre-birth[", ""},
        {" ", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct store_query query = query_all();
        query.state = text_of(cases[i].state);
        expect_list(&f, SUBJECTS, query, cases[i].found);
    }
    fixture_close(&f);
}

static void finds_by_words(void **state)
{
    struct fixture f;
    (void)state;
    some_cases(&f);
    static const struct {
        enum subject_kind kind;
        const char *words, *found;
    } cases[] = {
        {SUBJECT_CASE, "C-2", "C-2 "},     {SUBJECT_CASE, "c-2", "C-2 "},
        {SUBJECT_CASE, "old-5", "old-5 "}, {SUBJECT_CASE, "C-5", "old-5 "},
        {SUBJECT_CASE, "P-6", ""},         {SUBJECT_CASE, "ada", ""},
        {SUBJECT_CASE, "C-3", ""},         {SUBJECT_PERSON, "ada", "P-6 P-7 "},
        {SUBJECT_PERSON, "ADAM", "P-7 "},  {SUBJECT_PERSON, "P-8", "P-8 "},
        {SUBJECT_PERSON, "b", "P-8 "},     {SUBJECT_PERSON, "%", ""},
        {SUBJECT_PERSON, "Bedes", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct store_query query = query_all();
        query.kind = cases[i].kind;
        query.words = text_of(cases[i].words);
        expect_list(&f, SUBJECTS, query, cases[i].found);
    }
    fixture_close(&f);
}

static void put_tasks(struct fixture *f, int64_t id, const struct task_row *tasks, size_t count)
{
    struct store_change change = advance(f, id);
    change.tasks = tasks;
    change.task_count = count;
    apply_alone(f, &change);
}

static void some_tasks(struct fixture *f)
{
    struct task_row task = {
        .name = TEXT("visit"), .title = TEXT("Visit"), .role = TEXT("worker lead"), .opened = 7};
    some_cases(f);
    task.due = on_day(2026, 6, 28);
    put_tasks(f, 1, &task, 1);
    task.due = at_instant(1782637200000); /* 2026-06-28T09:00:00Z */
    put_tasks(f, 2, &task, 1);
    struct task_row more[2] = {task, task};
    more[0].name = TEXT("birth-plan[1]");
    more[0].due = (struct moment){.kind = MOMENT_NONE};
    more[0].role = TEXT("lead");
    more[1].name = TEXT("call");
    more[1].worker = TEXT("wanda");
    more[1].due = on_day(2026, 6, 27);
    put_tasks(f, 4, more, 2);
}

static void lists_tasks(void **state)
{
    struct fixture f;
    (void)state;
    some_tasks(&f);
    struct store_query query = query_all();
    expect_list(&f, TASKS, query, "C-4/call C-2/visit C-1/visit C-4/birth-plan[1] ");
    query.role = TEXT("lead");
    expect_list(&f, TASKS, query, "C-4/call C-2/visit C-1/visit C-4/birth-plan[1] ");
    query.role = TEXT("worker");
    expect_list(&f, TASKS, query, "C-4/call C-2/visit C-1/visit ");
    query.role = TEXT("work");
    expect_list(&f, TASKS, query, "");
    query = query_all();
    query.worker = TEXT("wanda"); /* her own, and those of her cases that are nobody's */
    expect_list(&f, TASKS, query, "C-4/call C-2/visit C-1/visit ");
    query.area = TEXT("lbhf");
    expect_list(&f, TASKS, query, "C-4/call C-1/visit ");
    query.worker = TEXT("yusuf");
    expect_list(&f, TASKS, query, "");
    query = query_all();
    query.subject = TEXT("C-4");
    expect_list(&f, TASKS, query, "C-4/call C-4/birth-plan[1] ");
    query.worker = TEXT("wanda");
    expect_list(&f, TASKS, query, "C-4/call ");
    query.subject = TEXT("C-44");
    struct gathered gathered = {0};
    struct text cursor;
    assert_int_equal(STATUS_NOT_FOUND, page(&f, TASKS, &query, &gathered, &cursor));
    fixture_close(&f);
}

/* A date is due on that day in every zone: before the start of the next day, not before its own. */
static void tasks_are_due_before(void **state)
{
    struct fixture f;
    (void)state;
    some_tasks(&f);
    struct store_query query = query_all();
    query.due_before = 1782601200000; /* 2026-06-28T00:00 in London */
    expect_list(&f, TASKS, query, "C-4/call ");
    query.due_before = 1782687600000; /* 2026-06-29T00:00 in London */
    expect_list(&f, TASKS, query, "C-4/call C-2/visit C-1/visit ");
    fixture_close(&f);
}

static bool keep_task(void *self, const struct task_row *row, const struct row_case *of)
{
    (void)of;
    *(struct task_row *)self = *row;
    assert_text(row->title, "Visit");
    assert_text(row->role, "worker lead");
    assert_text(of->area, "rbkc");
    assert_text(of->worker, "wanda");
    assert_text(of->workflow, "afc");
    return true;
}

static void keeps_tasks_whole(void **state)
{
    struct fixture f;
    struct task_row task;
    struct text cursor;
    (void)state;
    some_tasks(&f);
    struct store_query query = query_all();
    query.subject = TEXT("C-2");
    expect_ok(&f, f.store->api->tasks(f.store, &f.arena, &query, keep_task, &task, &cursor, &f.error));
    assert_int_equal(MOMENT_INSTANT, task.due.kind);
    assert_int_equal(1782637200000, task.due.at);
    assert_int_equal(7, task.opened);
    assert_false(task.required);

    task = (struct task_row){.name = TEXT("visit"),
                             .title = TEXT("Visit"),
                             .role = TEXT("worker lead"),
                             .due = on_day(1969, 12, 31),
                             .required = true};
    put_tasks(&f, 2, &task, 1); /* written anew, by name */
    expect_ok(&f, f.store->api->tasks(f.store, &f.arena, &query, keep_task, &task, &cursor, &f.error));
    assert_int_equal(MOMENT_DATE, task.due.kind);
    assert_int_equal(-1, task.due.day);
    assert_true(task.required);

    struct store_change change = advance(&f, 2);
    struct text gone = TEXT("visit");
    change.tasks_gone = &gone;
    change.task_gone_count = 1;
    apply_alone(&f, &change);
    expect_list(&f, TASKS, query, "");
    fixture_close(&f);
}

static void some_deadlines(struct fixture *f)
{
    struct deadline_row deadline = {.title = TEXT("Conference"), .status = TEXT("pending"), .open = true};
    some_cases(f);
    struct store_change change = advance(f, 1);
    struct deadline_row rows[3] = {deadline, deadline, deadline};
    rows[0].name = TEXT("conference");
    rows[0].due = on_day(2026, 6, 28);
    rows[0].ends = 9000;
    rows[1].name = TEXT("later");
    rows[1].ends = INSTANT_NONE;
    rows[2].name = TEXT("met");
    rows[2].ends = 1000;
    rows[2].open = false;
    change.deadlines = rows;
    change.deadline_count = 3;
    apply_alone(f, &change);
    change = advance(f, 4);
    rows[0].ends = 8000;
    change.deadlines = rows;
    change.deadline_count = 1;
    apply_alone(f, &change);
}

static void lists_deadlines(void **state)
{
    struct fixture f;
    (void)state;
    some_deadlines(&f);
    struct store_query query = query_all();
    expect_list(&f, DEADLINES, query, "C-4/conference C-1/conference C-1/later ");
    query.overdue_at_given = true;
    query.overdue_at = 7999;
    expect_list(&f, DEADLINES, query, "");
    query.overdue_at = 8000;
    expect_list(&f, DEADLINES, query, "C-4/conference ");
    query = query_all();
    query.due_before = 9000;
    expect_list(&f, DEADLINES, query, "C-4/conference C-1/conference ");
    query = query_all();
    query.worker = TEXT("wanda");
    expect_list(&f, DEADLINES, query, "C-1/conference C-1/later ");
    query.include_closed = true;
    expect_list(&f, DEADLINES, query, "C-1/met C-1/conference C-1/later ");
    query.worker = (struct text){0};
    expect_list(&f, DEADLINES, query, "C-1/met C-4/conference C-1/conference C-1/later ");
    query.include_closed = false;
    query.subject = TEXT("C-1"); /* of one case, all of them */
    expect_list(&f, DEADLINES, query, "C-1/met C-1/conference C-1/later ");
    query = query_all();
    query.state = TEXT("referral.new");
    expect_list(&f, DEADLINES, query, "C-4/conference ");
    fixture_close(&f);
}

static bool keep_deadline(void *self, const struct deadline_row *row, const struct row_case *of)
{
    (void)of;
    *(struct deadline_row *)self = *row;
    assert_text(row->status, "overdue");
    assert_text(row->title, "Conference");
    return true;
}

static void keeps_deadlines_whole(void **state)
{
    struct fixture f;
    struct text cursor;
    (void)state;
    some_deadlines(&f);
    struct deadline_row row = {.name = TEXT("conference"),
                               .title = TEXT("Conference"),
                               .status = TEXT("overdue"),
                               .due = at_instant(-5),
                               .ends = -5,
                               .open = true,
                               .breached = true};
    struct store_change change = advance(&f, 4);
    change.deadlines = &row;
    change.deadline_count = 1;
    apply_alone(&f, &change);
    struct store_query query = query_all();
    query.subject = TEXT("C-4");
    row = (struct deadline_row){0};
    expect_ok(&f, f.store->api->deadlines(f.store, &f.arena, &query, keep_deadline, &row, &cursor, &f.error));
    assert_int_equal(-5, row.ends);
    assert_int_equal(MOMENT_INSTANT, row.due.kind);
    assert_true(row.open && row.breached);
    fixture_close(&f);
}

static void refuses_bad_pages(void **state)
{
    struct fixture f;
    struct gathered gathered = {0};
    struct text cursor, good;
    (void)state;
    some_tasks(&f);
    struct store_query query = query_all();
    query.limit = 1;
    expect_ok(&f, page(&f, TASKS, &query, &gathered, &good));
    static const char *const bad[] = {
        "x", "zz", "7", "7420", "742031203120", "20", "7320302030", "73203020302030"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        query.cursor = text_of(bad[i]);
        assert_int_equal(i == 4 ? STATUS_OK : STATUS_INVALID, page(&f, TASKS, &query, &gathered, &cursor));
    }
    query.cursor = good; /* another list's */
    assert_int_equal(STATUS_INVALID, page(&f, DEADLINES, &query, &gathered, &cursor));
    assert_int_equal(STATUS_INVALID, page(&f, SUBJECTS, &query, &gathered, &cursor));
    query.cursor = (struct text){0};
    query.limit = 0;
    assert_int_equal(STATUS_INVALID, page(&f, TASKS, &query, &gathered, &cursor));
    query.limit = STORE_PAGE_LIMIT + 1;
    assert_int_equal(STATUS_INVALID, page(&f, SUBJECTS, &query, &gathered, &cursor));
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_subjects),
        cmocka_unit_test(lists_what_is_offered),
        cmocka_unit_test(finds_states_and_those_above),
        cmocka_unit_test(finds_by_words),
        cmocka_unit_test(lists_tasks),
        cmocka_unit_test(tasks_are_due_before),
        cmocka_unit_test(keeps_tasks_whole),
        cmocka_unit_test(lists_deadlines),
        cmocka_unit_test(keeps_deadlines_whole),
        cmocka_unit_test(refuses_bad_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
