#include "base/map.h"

#include "base/insist.h"

struct map_slot {
    struct text key;
    uint32_t hash;
    uint32_t value; /* one more than what is kept; 0: the slot is free */
};

enum { FIRST_ROOM = 16 };

/* FNV-1a of 64 bits, folded. */
static uint32_t hash_of(struct text key)
{
    uint64_t hash = 14695981039346656037U;
    for (size_t i = 0; i < key.size; i++) {
        hash = (hash ^ (unsigned char)key.at[i]) * 1099511628211U;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

/* The slot that holds KEY, or the free one where it belongs. ROOM is a power of two and a slot is free, so
 * the walk ends. */
static struct map_slot *slot_of(struct map_slot *slots, uint32_t room, struct text key, uint32_t hash)
{
    for (uint32_t i = hash & (room - 1);; i = (i + 1) & (room - 1)) {
        struct map_slot *slot = &slots[i];
        if (slot->value == 0 || (slot->hash == hash && text_equal(slot->key, key))) {
            return slot;
        }
    }
}

static void grow(struct arena *arena, struct map *map)
{
    insist(map->room <= UINT32_MAX / 4);
    uint32_t room = map->room ? map->room * 2 : FIRST_ROOM;
    struct map_slot *slots = arena_array(arena, struct map_slot, room);
    for (uint32_t i = 0; i < map->room; i++) {
        const struct map_slot *old = &map->slots[i];
        if (old->value) {
            *slot_of(slots, room, old->key, old->hash) = *old;
        }
    }
    map->slots = slots;
    map->room = room;
}

bool map_add(struct arena *arena, struct map *map, struct text key, int32_t value)
{
    insist(value >= 0);
    if (map_get(map, key) != MAP_NONE) {
        return false;
    }
    if (map->count >= map->room / 2) {
        grow(arena, map);
    }
    uint32_t hash = hash_of(key);
    *slot_of(map->slots, map->room, key, hash) = (struct map_slot){key, hash, (uint32_t)value + 1};
    map->count++;
    return true;
}

int32_t map_get(const struct map *map, struct text key)
{
    if (map->count == 0) {
        return MAP_NONE;
    }
    const struct map_slot *slot = slot_of(map->slots, map->room, key, hash_of(key));
    return slot->value ? (int32_t)(slot->value - 1) : MAP_NONE;
}
