/* Reading a TZif file, RFC 8536. The 32-bit block is skipped, the 64-bit block and the footer are read. Every
 * count comes from the file, so a block's size is known, and known to be there, before anything in it is
 * read. */
#include "time/zone_parts.h"

#include "base/insist.h"

#include <string.h>

enum {
    HEADER_SIZE = 44,
    TYPE_SIZE = 6,
    TYPES_LIMIT = 256,
    LONG_TIME = 8,
    SHORT_TIME = 4,
    LEAP_COUNT_SIZE = 4
};

struct header {
    uint64_t universal, standard, leaps, times, types, characters; /* how many of each */
};

/* The file from where it is not read yet. */
struct cursor {
    const unsigned char *at;
    size_t left;
};

struct reading {
    struct arena *arena;
    struct cursor rest;
    struct zone *zone;
    struct error *error;
};

static enum status wrong(const struct reading *reading, const char *what)
{
    return error_set(
        reading->error, STATUS_INVALID,
        "The time zone %.*s cannot be read: %s. Install the system's tzdata anew, or name another zone",
        TEXT_ARGS(reading->zone->name), what);
}

static uint64_t big_endian(const unsigned char *at, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++) {
        number = number << 8 | at[i];
    }
    return number;
}

static const unsigned char *cursor_take(struct cursor *cursor, uint64_t size)
{
    insist(size <= cursor->left);
    const unsigned char *taken = cursor->at;
    cursor->at += size;
    cursor->left -= size;
    return taken;
}

static enum status read_header(struct reading *reading, struct header *header)
{
    if (reading->rest.left < HEADER_SIZE) {
        return wrong(reading, "it ends too early");
    }
    const unsigned char *at = cursor_take(&reading->rest, HEADER_SIZE);
    if (memcmp(at, "TZif", 4) != 0) {
        return wrong(reading, "it is not a time zone file");
    }
    if (at[4] < '2') {
        return wrong(reading, "it is of version 1, and version 2 or later is needed");
    }
    uint64_t *counts[] = {&header->universal, &header->standard, &header->leaps,
                          &header->times,     &header->types,    &header->characters};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        *counts[i] = big_endian(at + 20 + 4 * i, 4);
    }
    return STATUS_OK;
}

/* The bytes behind HEADER when a time has TIME_SIZE of them; the counts have 32 bits, so it never overflows.
 */
static uint64_t block_size(const struct header *header, uint64_t time_size)
{
    return header->times * (time_size + 1) + header->types * TYPE_SIZE + header->characters +
           header->leaps * (time_size + LEAP_COUNT_SIZE) + header->standard + header->universal;
}

static enum status read_types(struct reading *reading, const struct header *header)
{
    int32_t *offsets = arena_array(reading->arena, int32_t, header->types);
    for (size_t i = 0; i < header->types; i++) {
        const unsigned char *at = cursor_take(&reading->rest, TYPE_SIZE);
        offsets[i] = (int32_t)(uint32_t)big_endian(at, 4);
        if (offsets[i] < OFFSET_LEAST || offsets[i] > OFFSET_MOST) {
            return wrong(reading, "it has an offset of more than a day");
        }
        if (at[4] > 1 || at[5] >= header->characters) {
            return wrong(reading, "it has a kind of time without a name");
        }
    }
    reading->zone->offsets = offsets;
    return STATUS_OK;
}

static enum status read_transitions(struct reading *reading, const struct header *header)
{
    int64_t *times = arena_array(reading->arena, int64_t, header->times);
    const unsigned char *at = cursor_take(&reading->rest, header->times * LONG_TIME);
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < header->times; i++) {
        int64_t time = (int64_t)big_endian(at + i * LONG_TIME, LONG_TIME);
        if (i && time <= last) {
            return wrong(reading, "its changes of the clock are not in order");
        }
        last = time;
        times[i] = time;
    }
    const unsigned char *types = cursor_take(&reading->rest, header->times);
    for (size_t i = 0; i < header->times; i++) {
        if (types[i] >= header->types) {
            return wrong(reading, "it changes the clock to an offset that it does not have");
        }
    }
    reading->zone->at = times;
    reading->zone->types = (const uint8_t *)arena_copy(reading->arena, types, header->times);
    reading->zone->count = header->times;
    return STATUS_OK;
}

static enum status read_block(struct reading *reading, const struct header *header)
{
    if (header->types == 0 || header->types > TYPES_LIMIT || header->characters == 0 ||
        (header->standard && header->standard != header->types) ||
        (header->universal && header->universal != header->types)) {
        return wrong(reading, "its header is damaged");
    }
    if (header->leaps) {
        return wrong(reading, "it counts leap seconds, which instants do not");
    }
    if (reading->rest.left < block_size(header, LONG_TIME)) {
        return wrong(reading, "it ends too early");
    }
    enum status status = read_transitions(reading, header);
    if (status == STATUS_OK) {
        status = read_types(reading, header);
    }
    if (status == STATUS_OK) {
        cursor_take(&reading->rest, header->characters + header->standard + header->universal);
    }
    return status;
}

static enum status read_footer(struct reading *reading)
{
    const char *at = (const char *)reading->rest.at;
    size_t size = reading->rest.left;
    if (size < 2 || at[0] != '\n' || memchr(at + 1, '\n', size - 1) != at + size - 1) {
        return wrong(reading, "it does not end with a rule for the time to come");
    }
    struct text text = {at + 1, size - 2};
    if (text.size == 0) {
        return STATUS_OK;
    }
    const char *problem = zone_rule_read(text, &reading->zone->rule);
    return problem ? wrong(reading, arena_printf(reading->arena, "its rule for the time to come %s", problem))
                   : STATUS_OK;
}

enum status zone_read(struct arena *arena, struct text name, struct text bytes, const struct zone **zone,
                      struct error *error)
{
    if (bytes.size > ZONE_FILE_LIMIT) {
        return error_set(error, STATUS_LIMIT, "The time zone %.*s has %zu bytes, and at most %d are taken",
                         TEXT_ARGS(name), bytes.size, ZONE_FILE_LIMIT);
    }
    struct zone *made = arena_new(arena, struct zone);
    made->name = text_copy(arena, name);
    struct reading reading = {arena, {(const unsigned char *)bytes.at, bytes.size}, made, error};
    struct header header = {0};
    enum status status = read_header(&reading, &header);
    if (status != STATUS_OK) {
        return status;
    }
    if (reading.rest.left < block_size(&header, SHORT_TIME)) {
        return wrong(&reading, "it ends too early");
    }
    cursor_take(&reading.rest, block_size(&header, SHORT_TIME));
    status = read_header(&reading, &header);
    if (status == STATUS_OK) {
        status = read_block(&reading, &header);
    }
    if (status == STATUS_OK) {
        status = read_footer(&reading);
    }
    if (status == STATUS_OK) {
        *zone = made;
    }
    return status;
}
