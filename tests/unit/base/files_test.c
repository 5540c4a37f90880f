#include "support.h"

#include "base/files.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static struct files files;
static char folder[] = "/tmp/caseway-files-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    files = files_system();
    memset(folder + sizeof folder - 7, 'X', 6);
    return mkdtemp(folder) ? 0 : -1;
}

static void remove_below(const char *path)
{
    struct files_list list = {0};
    assert_int_equal(files.list(files.self, &arena, path, &list, NULL), STATUS_OK);
    vector_each(struct files_entry, entry, &list.list)
    {
        char *below = arena_printf(&arena, "%s/%.*s", path, TEXT_ARGS(entry->name));
        if (unlink(below) < 0) {
            remove_below(below);
        }
    }
    rmdir(path);
}

static int tear_down(void **state)
{
    (void)state;
    remove_below(folder);
    arena_deinit(&arena);
    return access(folder, F_OK) < 0 ? 0 : -1;
}

static char *path_of(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name);
}

static enum status write_file(const char *name, struct text content, struct error *error)
{
    return files.write(files.self, path_of(name), content, 0640, error);
}

static enum status read_file(const char *name, size_t limit, struct text *content, struct error *error)
{
    return files.read(files.self, &arena, path_of(name), limit, content, error);
}

/* The names in the folder, folders with a slash. */
static const char *listed(const char *path)
{
    struct files_list list = {0};
    assert_int_equal(files.list(files.self, &arena, path, &list, NULL), STATUS_OK);
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    vector_each(struct files_entry, entry, &list.list)
    {
        buffer_printf(&buffer, "%.*s%s ", TEXT_ARGS(entry->name), entry->is_folder ? "/" : "");
    }
    buffer_byte(&buffer, '\0');
    return buffer.at;
}

static void written_and_read(void **state)
{
    (void)state;
    struct text content = {0};
    assert_int_equal(write_file("a", TEXT("one\0two"), NULL), STATUS_OK);
    assert_int_equal(read_file("a", 7, &content, NULL), STATUS_OK);
    assert_text(content, "one\0two");
    assert_int_equal(write_file("a", TEXT(""), NULL), STATUS_OK);
    assert_int_equal(read_file("a", 0, &content, NULL), STATUS_OK);
    assert_text(content, "");
    char *large = memory_new(3000000);
    memset(large, 'x', 3000000);
    assert_int_equal(write_file("a", (struct text){large, 3000000}, NULL), STATUS_OK);
    assert_int_equal(read_file("a", 3000000, &content, NULL), STATUS_OK);
    assert_true(text_equal(content, (struct text){large, 3000000}));
    free(large);
    assert_string_equal(listed(folder), "a ");
}

static void the_mode_is_just_that(void **state)
{
    (void)state;
    struct stat stat_of;
    mode_t mask = umask(077);
    assert_int_equal(files.write(files.self, path_of("a"), TEXT("x"), 0644, NULL), STATUS_OK);
    umask(mask);
    assert_int_equal(stat(path_of("a"), &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0644);
    assert_int_equal(files.write(files.self, path_of("a"), TEXT("y"), 0600, NULL), STATUS_OK);
    assert_int_equal(stat(path_of("a"), &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0600);
}

/* Whoever has the old file open keeps it: it was not written into. */
static void a_write_is_a_new_file(void **state)
{
    (void)state;
    struct text content = {0};
    assert_int_equal(write_file("a", TEXT("old"), NULL), STATUS_OK);
    assert_int_equal(link(path_of("a"), path_of("b")), 0);
    assert_int_equal(write_file("a", TEXT("new"), NULL), STATUS_OK);
    assert_int_equal(read_file("b", 10, &content, NULL), STATUS_OK);
    assert_text(content, "old");
    assert_int_equal(read_file("a", 10, &content, NULL), STATUS_OK);
    assert_text(content, "new");
}

static void in_the_folder_one_stands_in(void **state)
{
    (void)state;
    char before[PATH_MAX];
    struct text content = {0};
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(files.write(files.self, "plain", TEXT("x"), 0600, NULL), STATUS_OK);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(read_file("plain", 10, &content, NULL), STATUS_OK);
    assert_text(content, "x");
}

static void limits_hold(void **state)
{
    (void)state;
    struct text content = TEXT("untouched");
    struct error error = {0};
    assert_int_equal(write_file("a", TEXT("1234"), NULL), STATUS_OK);
    assert_int_equal(read_file("a", 3, &content, &error), STATUS_LIMIT);
    assert_non_null(strstr(error.message, path_of("a")));
    assert_text(content, "untouched");
    /* A file that does not know its size before it is read. */
    assert_int_equal(files.read(files.self, &arena, "/proc/self/status", 100, &content, &error),
                     STATUS_LIMIT);
    assert_int_equal(files.read(files.self, &arena, "/proc/self/status", 1000000, &content, &error),
                     STATUS_OK);
    assert_true(text_starts(content, TEXT("Name:")) && content.size > 200);
}

static void only_files_are_read(void **state)
{
    (void)state;
    struct text content;
    struct error error = {0};
    assert_int_equal(files.read(files.self, &arena, folder, 10, &content, &error), STATUS_INVALID);
    assert_non_null(strstr(error.message, "not a regular file"));
    assert_int_equal(mkfifo(path_of("pipe"), 0600), 0);
    assert_int_equal(read_file("pipe", 10, &content, &error), STATUS_INVALID);
    assert_int_equal(files.read(files.self, &arena, "/dev/zero", 10, &content, &error), STATUS_INVALID);
}

static void two_folders_change_their_names(void **state)
{
    (void)state;
    struct text content;
    struct error error = {0};
    assert_int_equal(files.make_folder(files.self, path_of("old"), NULL), STATUS_OK);
    assert_int_equal(files.make_folder(files.self, path_of("hidden/new"), NULL), STATUS_OK);
    assert_int_equal(write_file("old/a", TEXT("was"), NULL), STATUS_OK);
    assert_int_equal(write_file("hidden/new/a", TEXT("is"), NULL), STATUS_OK);
    assert_int_equal(files.exchange(files.self, path_of("old"), path_of("hidden/new"), &error), STATUS_OK);
    assert_int_equal(read_file("old/a", 10, &content, NULL), STATUS_OK);
    assert_true(text_is(content, "is"));
    assert_int_equal(read_file("hidden/new/a", 10, &content, NULL), STATUS_OK);
    assert_true(text_is(content, "was"));
    assert_int_equal(files.exchange(files.self, path_of("old"), path_of("none"), &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "old cannot be exchanged"));
}

static void failures_name_the_path(void **state)
{
    (void)state;
    struct text content;
    struct files_list list;
    struct error error = {0};
    assert_int_equal(read_file("none", 10, &content, &error), STATUS_NOT_FOUND);
    assert_string_equal(error.message,
                        arena_printf(&arena, "%s/none cannot be opened: No such file or directory", folder));
    assert_int_equal(write_file("none/a", TEXT("x"), &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "none/a cannot be written"));
    assert_int_equal(files.list(files.self, &arena, path_of("none"), &list, &error), STATUS_NOT_FOUND);
    assert_int_equal(write_file("file", TEXT("x"), &error), STATUS_OK);
    assert_int_equal(files.list(files.self, &arena, path_of("file"), &list, &error), STATUS_NOT_FOUND);
    assert_int_equal(files.make_folder(files.self, path_of("file"), &error), STATUS_EXISTS);
    assert_int_equal(files.make_folder(files.self, path_of("file/below"), &error), STATUS_EXISTS);
    assert_int_equal(read_file("none", 10, &content, NULL), STATUS_NOT_FOUND);
}

static void paths_that_are_too_long(void **state)
{
    (void)state;
    char path[PATH_MAX + 10];
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    struct error error = {0};
    assert_int_equal(files.write(files.self, path, TEXT("x"), 0600, &error), STATUS_LIMIT);
    assert_int_equal(files.make_folder(files.self, path, &error), STATUS_LIMIT);
    assert_false(files.exists(files.self, path, NULL));
}

static void a_failed_write_leaves_nothing(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(files.make_folder(files.self, path_of("a/b"), NULL), STATUS_OK);
    assert_int_not_equal(write_file("a", TEXT("x"), &error), STATUS_OK);
    assert_string_equal(listed(folder), "a/ ");
    assert_string_equal(listed(path_of("a")), "b/ ");
}

static void folders_are_made_with_those_above(void **state)
{
    (void)state;
    bool is_folder = false;
    assert_int_equal(files.make_folder(files.self, path_of("a/b//c/"), NULL), STATUS_OK);
    assert_int_equal(files.make_folder(files.self, path_of("a/b/c"), NULL), STATUS_OK);
    assert_true(files.exists(files.self, path_of("a/b/c"), &is_folder));
    assert_true(is_folder);
    assert_int_equal(write_file("a/file", TEXT(""), NULL), STATUS_OK);
    assert_true(files.exists(files.self, path_of("a/file"), &is_folder));
    assert_false(is_folder);
    assert_true(files.exists(files.self, path_of("a/file"), NULL));
    assert_false(files.exists(files.self, path_of("a/none"), &is_folder));
}

static void listed_in_order(void **state)
{
    (void)state;
    assert_string_equal(listed(folder), "");
    assert_int_equal(write_file("b", TEXT(""), NULL), STATUS_OK);
    assert_int_equal(write_file("B", TEXT(""), NULL), STATUS_OK);
    assert_int_equal(write_file(".hidden", TEXT(""), NULL), STATUS_OK);
    assert_int_equal(write_file("b10", TEXT(""), NULL), STATUS_OK);
    assert_int_equal(files.make_folder(files.self, path_of("a"), NULL), STATUS_OK);
    assert_int_equal(symlink("a", path_of("to_folder")), 0);
    assert_int_equal(symlink("none", path_of("to_none")), 0);
    assert_string_equal(listed(folder), ".hidden B a/ b b10 to_folder/ to_none ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(written_and_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_mode_is_just_that, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_write_is_a_new_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(in_the_folder_one_stands_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(limits_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_files_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_folders_change_their_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failures_name_the_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paths_that_are_too_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folders_are_made_with_those_above, set_up, tear_down),
        cmocka_unit_test_setup_teardown(listed_in_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
