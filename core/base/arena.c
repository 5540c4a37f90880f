#include "base/arena.h"

#include "base/insist.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONING 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONING 1
#endif
#endif

#ifdef POISONING
#include <sanitizer/asan_interface.h>
#define poison(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define unpoison(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#else
#define poison(at, size) ((void)(at), (void)(size))
#define unpoison(at, size) ((void)(at), (void)(size))
#endif

enum { ALIGNMENT = 16, FIRST_BLOCK = 8 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* of bytes */
    size_t used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

static size_t round_up(size_t size)
{
    insist(size <= SIZE_MAX - ALIGNMENT);
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

_Noreturn static void out_of_memory(size_t size)
{
    fprintf(stderr, "caseway: out of memory (%zu bytes asked for)\n", size);
    abort();
}

void *memory_new(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory) {
        out_of_memory(size);
    }
    return memory;
}

void *memory_grow(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory) {
        out_of_memory(size);
    }
    return memory;
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_deinit(struct arena *arena)
{
    for (struct arena_block *block = arena->blocks; block;) {
        struct arena_block *older = block->older;
        unpoison(block->bytes, block->size);
        free(block);
        block = older;
    }
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    struct arena_block *kept = arena->blocks;
    if (!kept) {
        return;
    }
    for (struct arena_block *block = kept->older; block;) {
        struct arena_block *older = block->older;
        unpoison(block->bytes, block->size);
        free(block);
        block = older;
    }
    kept->older = NULL;
    kept->used = 0;
    poison(kept->bytes, kept->size);
    arena->used = 0;
}

static struct arena_block *new_block(struct arena *arena, size_t size)
{
    size_t wanted = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
    if (wanted > LARGEST_BLOCK) {
        wanted = LARGEST_BLOCK;
    }
    if (wanted < size) {
        wanted = size;
    }
    struct arena_block *block = memory_new(sizeof *block + wanted);
    *block = (struct arena_block){.older = arena->blocks, .size = wanted};
    poison(block->bytes, block->size);
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = round_up(size);
    struct arena_block *block = arena->blocks;
    if (!block || block->size - block->used < rounded) {
        block = new_block(arena, rounded);
    }
    void *piece = block->bytes + block->used;
    block->used += rounded;
    arena->used += rounded;
    unpoison(piece, size);
    return piece;
}

void *arena_zero(struct arena *arena, size_t size)
{
    return memset(arena_alloc(arena, size), 0, size);
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
    insist(new_size >= old_size);
    struct arena_block *block = arena->blocks;
    size_t before = round_up(old_size), after = round_up(new_size);
    if (old && block && (unsigned char *)old + before == block->bytes + block->used &&
        (unsigned char *)old >= block->bytes && block->size - block->used >= after - before) {
        block->used += after - before;
        arena->used += after - before;
        unpoison(old, new_size);
        return old;
    }
    void *piece = arena_alloc(arena, new_size);
    if (old) {
        memcpy(piece, old, old_size);
    }
    return piece;
}

char *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    insist(size < SIZE_MAX);
    char *copy = arena_alloc(arena, size + 1);
    if (size) {
        memcpy(copy, bytes, size);
    }
    copy[size] = '\0';
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    insist(size >= 0);
    char *text = arena_alloc(arena, (size_t)size + 1);
    vsnprintf(text, (size_t)size + 1, format, arguments);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}
