/* The tree of a YAML file: places, kinds, and all that is refused, each with its place. */
#include "support.h"

#include <stdio.h>
#include <string.h>

static struct loaded loaded;

static int end(void **state)
{
    (void)state;
    unload(&loaded);
    return 0;
}

static void assert_place(struct place place, unsigned line, unsigned column)
{
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void keeps_kinds_and_places(void **state)
{
    (void)state;
    load_tree(&loaded, "a: b\nlist:\n  - 'x y'\n  - {k: \"v\", é: ü}\nempty:\n");
    assert_nothing_found(&loaded);
    assert_int_equal(loaded.root->kind, NODE_MAP);
    assert_int_equal(loaded.root->count, 3);
    const struct node *a = node_get(loaded.root, "a"), *list = node_get(loaded.root, "list");
    assert_text(a->scalar, "b");
    assert_true(a->plain);
    assert_place(a->place, 1, 4);
    assert_place(loaded.root->entries[1].place, 2, 1);
    assert_int_equal(list->kind, NODE_LIST);
    assert_text(list->elements[0].scalar, "x y");
    assert_false(list->elements[0].plain);
    assert_place(list->elements[0].place, 3, 5);
    const struct node_entry *umlaut = node_entry_of(&list->elements[1], TEXT("é"));
    assert_text(umlaut->value.scalar, "ü");
    assert_place(umlaut->place, 4, 14);
    assert_place(umlaut->value.place, 4, 17);
    assert_true(node_is_empty(node_get(loaded.root, "empty")));
    assert_null(node_get(loaded.root, "not-there"));
    assert_null(node_get(a, "b"));
    assert_null(node_get(NULL, "b"));
}

static void empty_is_what_is_not_written(void **state)
{
    (void)state;
    load_tree(&loaded, "a: ~\nb: null\nc: ''\nd: \"null\"\ne: {}\nf: nul\n");
    assert_true(node_is_empty(node_get(loaded.root, "a")));
    assert_true(node_is_empty(node_get(loaded.root, "b")));
    assert_false(node_is_empty(node_get(loaded.root, "c")));
    assert_false(node_is_empty(node_get(loaded.root, "d")));
    assert_false(node_is_empty(node_get(loaded.root, "e")));
    assert_false(node_is_empty(node_get(loaded.root, "f")));
}

static void becomes_json(void **state)
{
    (void)state;
    load_tree(
        &loaded,
        "z: 12\na: [true, no, ~, 1.50, -3, +4, .5, 1e3, 01, 0, '7', 1e999, .inf, 2026-12-28, 12a, -, 1.2.3]\n"
        "m: {y: {}, x: \"q\\\"\"}\n");
    assert_nothing_found(&loaded);
    struct json json = node_to_json(&loaded.arena, loaded.root);
    assert_text(json_to_text(&loaded.arena, &json), "{\"a\":[true,\"no\",null,1.5,-3,4,0.5,1000,\"01\",0,"
                                                    "\"7\",\"1e999\",\".inf\",\"2026-12-28\",\"12a\",\"-\","
                                                    "\"1.2.3\"],\"m\":{\"x\":\"q\\\"\",\"y\":{}},\"z\":12}");
}

static void refuses(const char *yaml, unsigned line, unsigned column, const char *words, const char *hint)
{
    load_tree(&loaded, yaml);
    assert_hint(&loaded, line, column, words, hint);
    assert_int_equal(loaded.findings.errors, 1);
    unload(&loaded);
    loaded = (struct loaded){0};
}

static void refuses_what_it_does_not_take(void **state)
{
    (void)state;
    refuses("a: &x 1\n", 1, 4, "is an anchor", "leave it out");
    refuses("b: *x\n", 1, 4, "is an alias", "write it out");
    refuses("a: !x 1\n", 1, 4, "is a tag", "");
    refuses("guard: !data.x\n", 1, 8, "\"!data.x\" is a tag", "\"not\" is written as a word");
    refuses("a: 1\n---\nb: 2\n", 2, 1, "a second document", "");
    refuses("a: 1\nb: 2\na: 3\n", 3, 1, "\"a\" stands here twice, first on line 1", "");
    refuses("<<: {a: 1}\n", 1, 1, "cannot be merged", "");
    refuses("[a, b]: c\n", 1, 1, "a key must be a plain word, and this is a list", "");
    refuses("{a: b}: c\n", 1, 1, "this is a map", "");
    refuses("{'': c}\n", 1, 2, "a key is missing", "");
    refuses("", 0, 0, "the file is empty", "");
    refuses("# nothing\n", 0, 0, "the file is empty", "");
    refuses("---\n", 0, 0, "says nothing", "");
}

static void finds_the_tenth_double_too(void **state)
{
    (void)state;
    refuses("{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1,\n k: 1, i: 2}\n", 2, 8,
            "\"i\" stands here twice, first on line 1", "");
}

static void says_what_is_wrong_with_the_text(void **state)
{
    (void)state;
    refuses("a:\n\tb: 1\n", 2, 1, "a tab where blanks should be", "indent with blanks");
    refuses("a: The parent: has not\n", 1, 14, "a second \": \"", "in quotes");
    refuses("a: @x\n", 1, 4, "a text cannot begin with \"@\"", "in quotes");
    refuses("a: %x\n", 1, 4, "cannot begin with \"%\"", "in quotes");
    refuses("a: 'x\nb: 1\n", 1, 4, "a quote is not closed", "");
    refuses("a: \"x\\qy\"\n", 1, 6, "a backslash", "");
    refuses("a: {b: f[1] == 2}\n", 1, 9, "\"[\" in a text", "stands on a line of its own");
    refuses("- {if: #x > 0, else: y}\n- b\n", 1, 3, "this \"{\" is not closed", "#");
    refuses("a: [1, 2\nb: 3\n", 1, 4, "this \"[\" is not closed", "");
    refuses("a: 1\n b: 2\n", 2, 3, "a second \": \"", "");
    refuses("on:\n  *: x\n", 2, 4, "\"*\" and \"&\" cannot begin a text", "\"*\"");
    refuses("a: b\nc\n", 2, 1, "a key without its \":\"", "");
    refuses("a:\n  - b\n  c: d\n", 3, 3, "does not belong to the list", "");
    refuses("a: \x01\n", 1, 4, "a control character", "");
}

static void refuses_bytes_that_are_not_utf8(void **state)
{
    (void)state;
    refuses("a: 1\nb: \xC3\xA9\xFFx\n", 2, 5, "not UTF-8", "");
    refuses("\xFF\xFE", 1, 1, "not UTF-8", "");
    load_tree(&loaded, "\xEF\xBB\xBF"
                       "a: 1\nb: *x\n");
    assert_found(&loaded, 2, 4, "an alias");
    unload(&loaded);
    load_tree(&loaded, "\xEF\xBB\xBF"
                       "a: x\n");
    assert_nothing_found(&loaded);
    assert_place(loaded.root->entries[0].place, 1, 1);
}

/* LANGUAGE 24: what YAML takes apart or away. */
static void sees_torn_texts(void **state)
{
    (void)state;
    const char *hint = "stands on a line of its own or in quotes";
    refuses("- {due: earliest(a, b)}\n", 1, 21, "\"b)\" is a key without a value", hint);
    refuses("- {else: Sorry, not now, if: x}\n", 1, 17, "\"not now\"", hint);
    refuses("a:\n  if: #data.x > 0\n  else: no\n", 2, 3, "\"if\" has no value", hint);
    load_tree(&loaded, "a: # said below\n  b: 1\nc: # nothing\nd: {e: }\nf:\n");
    assert_nothing_found(&loaded);
    assert_int_equal(loaded.root->count, 4);
}

static void tells_all_in_one_run(void **state)
{
    (void)state;
    load_tree(&loaded, "a: &x 1\nb: *x\nc: !t 1\nc: 2\nd: {e: f, g}\n");
    assert_int_equal(loaded.findings.errors, 5);
    assert_non_null(loaded.root);
    assert_int_equal(loaded.root->count, 3);
}

static void shows_the_line(void **state)
{
    (void)state;
    load_tree(&loaded, "a: 1\r\nb: *x\r\nc: 3\r\n");
    assert_string_equal(found(&loaded),
                        "w.yaml:2:4: error: \"*x\" is an alias, and aliases are not taken\n"
                        "  | b: *x\n"
                        "  |    ^\n"
                        "  hint: write it out; a text that begins with \"*\" stands in quotes\n");
}

static void deep(unsigned depth)
{
    char yaml[512] = {0};
    memset(yaml, '[', depth);
    memset(yaml + depth, ']', depth);
    load_tree(&loaded, yaml);
}

static void holds_the_depth_limit(void **state)
{
    (void)state;
    deep(NODE_DEPTH_LIMIT);
    assert_nothing_found(&loaded);
    unload(&loaded);
    deep(NODE_DEPTH_LIMIT + 1);
    assert_null(loaded.root);
    assert_found(&loaded, 1, NODE_DEPTH_LIMIT + 1, "nested more than 64 deep");
}

static void of_size(size_t size)
{
    char *yaml = test_malloc(size);
    memset(yaml, ' ', size);
    memcpy(yaml, "a: b\n#", 6);
    load_tree_of(&loaded, (struct text){yaml, size});
    test_free(yaml);
}

static void holds_the_size_limit(void **state)
{
    (void)state;
    of_size(NODE_FILE_LIMIT);
    assert_nothing_found(&loaded);
    unload(&loaded);
    of_size(NODE_FILE_LIMIT + 1);
    assert_null(loaded.root);
    assert_found(&loaded, 0, 0, "larger than 1 MiB");
}

static void of_count(size_t count)
{
    size_t size = 2 * count + 1;
    char *yaml = test_malloc(size);
    yaml[0] = '[';
    for (size_t i = 0; i < count; i++) {
        yaml[1 + 2 * i] = 'a';
        yaml[2 + 2 * i] = i + 1 < count ? ',' : ']';
    }
    load_tree_of(&loaded, (struct text){yaml, size});
    test_free(yaml);
}

static void holds_the_count_limit(void **state)
{
    (void)state;
    of_count(NODE_COUNT_LIMIT - 1);
    assert_non_null(loaded.root);
    unload(&loaded);
    of_count(NODE_COUNT_LIMIT);
    assert_null(loaded.root);
    assert_int_equal(loaded.findings.errors, 1);
}

/* Thousands of findings, on one long line, are kept short and made quickly. */
static void survives_many_findings(void **state)
{
    (void)state;
    size_t count = 150000, size = 0;
    char *yaml = test_malloc(7 * count + 8);
    yaml[size++] = '{';
    for (size_t i = 0; i < count; i++) {
        size += (size_t)sprintf(yaml + size, "%zx,", i % 7);
    }
    yaml[size++] = '}';
    load_tree_of(&loaded, (struct text){yaml, size});
    assert_int_equal(loaded.findings.list.count, FINDINGS_LIMIT);
    assert_true(loaded.findings.errors > 100000 || loaded.root == NULL);
    test_free(yaml);
}

static void words_of_kinds(void **state)
{
    (void)state;
    load_tree(&loaded, "a");
    assert_string_equal(node_kind_words(NODE_SCALAR), "a text");
    assert_string_equal(node_kind_words(NODE_LIST), "a list");
    assert_string_equal(node_kind_words(NODE_MAP), "a map");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(keeps_kinds_and_places, end),
        cmocka_unit_test_teardown(empty_is_what_is_not_written, end),
        cmocka_unit_test_teardown(becomes_json, end),
        cmocka_unit_test_teardown(refuses_what_it_does_not_take, end),
        cmocka_unit_test_teardown(finds_the_tenth_double_too, end),
        cmocka_unit_test_teardown(says_what_is_wrong_with_the_text, end),
        cmocka_unit_test_teardown(refuses_bytes_that_are_not_utf8, end),
        cmocka_unit_test_teardown(sees_torn_texts, end),
        cmocka_unit_test_teardown(tells_all_in_one_run, end),
        cmocka_unit_test_teardown(shows_the_line, end),
        cmocka_unit_test_teardown(holds_the_depth_limit, end),
        cmocka_unit_test_teardown(holds_the_size_limit, end),
        cmocka_unit_test_teardown(holds_the_count_limit, end),
        cmocka_unit_test_teardown(survives_many_findings, end),
        cmocka_unit_test_teardown(words_of_kinds, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
