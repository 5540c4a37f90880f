/* An arena: memory that is given out piece by piece and taken back all at once.
 *
 * Most of what a turn, a request or a load makes lives exactly as long as it, so it is made in its arena and
 * freed with it; nothing in an arena is freed alone. An arena is owned by whoever initialised it and used by
 * one thread at a time. Running out of memory is not answered: the process stops
 * (docs/decisions/out-of-memory.md), since every input is bounded and what was acknowledged is on disk. */
#ifndef CASEWAY_BASE_ARENA_H
#define CASEWAY_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes given out since the last reset */
};

void arena_init(struct arena *arena);
void arena_deinit(struct arena *arena);

/* Takes everything back and keeps one block, so that the next round need not ask the system again. */
void arena_reset(struct arena *arena);

/* SIZE bytes, aligned for any type, all zero. SIZE may be 0. */
void *arena_zero(struct arena *arena, size_t size);

/* SIZE bytes, aligned for any type, not initialised. */
void *arena_alloc(struct arena *arena, size_t size);

/* OLD (of OLD_SIZE bytes, from this arena or NULL) grown to NEW_SIZE; in place if it was the last piece given
 * out. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* A copy of SIZE bytes with a NUL behind them. */
char *arena_copy(struct arena *arena, const void *bytes, size_t size);

/* printf into the arena; NUL-terminated. */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* One zeroed object, or an array of COUNT, of TYPE. */
#define arena_new(arena, type) ((type *)arena_zero((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_zero((arena), sizeof(type) * (size_t)(count)))

/* malloc that stops the process rather than give NULL; for what outlives every arena. */
void *memory_new(size_t size);
void *memory_grow(void *old, size_t size);

#endif
