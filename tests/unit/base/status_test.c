#include "support.h"

#include "base/status.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* The names are the table's, in lower case. */
static void names_are_those_of_the_table(void **state)
{
    (void)state;
    static const char *const names[] = {
#define X(name, words) #name,
        STATUS_TABLE(X)
#undef X
    };
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        const char *name = status_name((enum status)i);
        assert_int_equal(strlen(name), strlen(names[i]));
        for (size_t j = 0; name[j]; j++) {
            assert_int_equal(name[j], tolower((unsigned char)names[i][j]));
        }
    }
}

static void words_are_those_of_the_table(void **state)
{
    (void)state;
    assert_string_equal(status_words(STATUS_OK), "done");
    assert_string_equal(status_words(STATUS_FULL), "the disk is full");
    assert_string_equal(status_words(STATUS_UNSUPPORTED), "not supported");
}

static void name_of_none(void *self)
{
    (void)self;
    status_name(STATUS_COUNT);
}

static void words_of_none(void *self)
{
    (void)self;
    status_words((enum status)(STATUS_COUNT + 1));
}

static void no_other_number_is_a_status(void **state)
{
    (void)state;
    assert_aborts(name_of_none, NULL);
    assert_aborts(words_of_none, NULL);
}

static void errnos_have_a_status(void **state)
{
    (void)state;
    static const struct {
        int code;
        enum status status;
    } cases[] = {
        {ENOENT, STATUS_NOT_FOUND}, {ENOTDIR, STATUS_NOT_FOUND},
        {EEXIST, STATUS_EXISTS},    {EACCES, STATUS_DENIED},
        {EROFS, STATUS_DENIED},     {ENOSPC, STATUS_FULL},
        {EDQUOT, STATUS_FULL},      {ENAMETOOLONG, STATUS_LIMIT},
        {EMFILE, STATUS_LIMIT},     {EAGAIN, STATUS_BUSY},
        {EIO, STATUS_IO},           {EBADF, STATUS_IO},
    };
    for (size_t i = 0; i < count_of(cases); i++) {
        assert_int_equal(status_of_errno(cases[i].code), cases[i].status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_those_of_the_table),
        cmocka_unit_test(words_are_those_of_the_table),
        cmocka_unit_test(no_other_number_is_a_status),
        cmocka_unit_test(errnos_have_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
