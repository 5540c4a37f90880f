/* A map from text to a number, in an arena, for looking names up: filled once, then read by any thread.
 * Open addressing, at most half full; keys are borrowed and must outlive it. */
#ifndef CASEWAY_BASE_MAP_H
#define CASEWAY_BASE_MAP_H

#include "base/text.h"

struct map_slot;

struct map {
    struct map_slot *slots;
    uint32_t count, room;
};

enum { MAP_NONE = -1 };

/* Puts VALUE (not negative) under KEY; false when KEY is there already, and nothing changes. */
bool map_add(struct arena *arena, struct map *map, struct text key, int32_t value);
/* What stands under KEY, or MAP_NONE. */
int32_t map_get(const struct map *map, struct text key);

#endif
