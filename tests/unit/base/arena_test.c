#include "support.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif
#ifdef ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

static void pieces_are_aligned_and_apart(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    unsigned char *before = NULL;
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *piece = arena_alloc(&arena, size);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        memset(piece, (int)(size & 0xFF), size);
        if (before) {
            for (size_t i = 0; i < size - 7; i++) {
                assert_int_equal(before[i], (size - 7) & 0xFF);
            }
        }
        before = piece;
    }
    assert_true(arena.used >= (size_t)640000);
    arena_deinit(&arena);
    assert_null(arena.blocks);
}

static void zero_is_zero_after_reset_too(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (int round = 0; round < 3; round++) {
        unsigned char *piece = arena_zero(&arena, 5000);
        for (size_t i = 0; i < 5000; i++) {
            assert_int_equal(piece[i], 0);
        }
        memset(piece, 0xAA, 5000);
        arena_reset(&arena);
        assert_int_equal(arena.used, 0);
    }
    arena_deinit(&arena);
}

enum { LARGE = 10485760 };

static void reset_keeps_a_block(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    arena_reset(&arena);
    assert_null(arena.blocks);
    for (int i = 0; i < 100; i++) {
        arena_alloc(&arena, 1000);
    }
    const struct arena_block *newest = arena.blocks;
    void *large = arena_alloc(&arena, LARGE);
    memset(large, 1, LARGE);
    assert_ptr_not_equal(arena.blocks, newest);
    newest = arena.blocks;
    arena_reset(&arena);
    assert_ptr_equal(arena.blocks, newest);
    assert_ptr_equal(arena_alloc(&arena, 8), large);
    arena_deinit(&arena);
}

static void growing_in_place_and_not(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char *piece = arena_grow(&arena, NULL, 0, 4);
    memcpy(piece, "abc", 4);
    char *grown = arena_grow(&arena, piece, 4, 100);
    assert_ptr_equal(grown, piece);
    assert_memory_equal(grown, "abc", 3);
    arena_alloc(&arena, 1);
    char *moved = arena_grow(&arena, grown, 100, 200);
    assert_ptr_not_equal(moved, grown);
    assert_memory_equal(moved, "abc", 3);
    char *other_block = arena_grow(&arena, moved, 200, 100000);
    assert_ptr_not_equal(other_block, moved);
    assert_memory_equal(other_block, "abc", 3);
    memset(other_block, 'x', 100000);
    arena_deinit(&arena);
}

static void shrink(void *self)
{
    arena_grow(self, arena_alloc(self, 8), 8, 4);
}

static void shrinking_is_a_bug(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_aborts(shrink, &arena);
    arena_deinit(&arena);
}

static void copies_end_with_nul(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_string_equal(arena_copy(&arena, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    assert_string_equal(arena_printf(&arena, "%d-%s", 12, "x"), "12-x");
    char *longer = arena_printf(&arena, "%0*d", 20000, 7);
    assert_int_equal(strlen(longer), 20000);
    arena_deinit(&arena);
}

static void objects_and_arrays(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct arena *one = arena_new(&arena, struct arena);
    assert_null(one->blocks);
    int *many = arena_array(&arena, int, 1000);
    assert_int_equal(many[0] | many[999], 0);
    arena_deinit(&arena);
}

static void memory_grows(void **state)
{
    (void)state;
    char *memory = memory_new(0);
    assert_non_null(memory);
    memory = memory_grow(memory, 5);
    memcpy(memory, "abcd", 5);
    memory = memory_grow(memory, 100000);
    assert_memory_equal(memory, "abcd", 4);
    free(memory);
}

static void what_was_taken_back_is_poisoned(void **state)
{
    (void)state;
#ifdef ADDRESS_SANITIZER
    struct arena arena;
    arena_init(&arena);
    char *piece = arena_alloc(&arena, 5);
    assert_false(__asan_address_is_poisoned(piece + 4));
    assert_true(__asan_address_is_poisoned(piece + 5));
    arena_reset(&arena);
    assert_true(__asan_address_is_poisoned(piece));
    arena_deinit(&arena);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_apart),
        cmocka_unit_test(zero_is_zero_after_reset_too),
        cmocka_unit_test(reset_keeps_a_block),
        cmocka_unit_test(growing_in_place_and_not),
        cmocka_unit_test(shrinking_is_a_bug),
        cmocka_unit_test(copies_end_with_nul),
        cmocka_unit_test(objects_and_arrays),
        cmocka_unit_test(memory_grows),
        cmocka_unit_test(what_was_taken_back_is_poisoned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
