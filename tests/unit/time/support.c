#include "support.h"

#include <stdio.h>
#include <string.h>

date day(const char *text)
{
    date found = date_read(text_of(text));
    if (found == DATE_NONE) {
        fail_msg("%s is no date", text);
    }
    return found;
}

instant at(const char *text)
{
    instant found = instant_read(zone_utc(), text_of(text));
    if (found == INSTANT_NONE) {
        fail_msg("%s is no instant", text);
    }
    return found;
}

struct local_time local(const char *day_text, int hour, int minute)
{
    return (struct local_time){day(day_text), (hour * INT64_C(60) + minute) * 60000};
}

void assert_date(date found, const char *text)
{
    char written[DATE_TEXT_SIZE];
    assert_string_equal(date_write(found, written), text);
}

void assert_instant(instant found, const char *text)
{
    char written[INSTANT_TEXT_SIZE];
    assert_string_equal(instant_write(found, written), text);
}

const struct zone *system_zone(struct arena *arena, const char *name)
{
    FILE *file = fopen(arena_printf(arena, "/usr/share/zoneinfo/%s", name), "rb");
    if (!file) {
        print_message("skipped: the system has no time zone %s; install tzdata\n", name);
        skip();
    }
    char *bytes = arena_alloc(arena, ZONE_FILE_LIMIT);
    size_t size = fread(bytes, 1, ZONE_FILE_LIMIT, file);
    fclose(file);
    return zone_of(arena, (struct text){bytes, size});
}

static void add_big_endian(struct buffer *out, uint64_t number, int size)
{
    while (size-- > 0) {
        buffer_byte(out, (char)(number >> (8 * size)));
    }
}

static void add_header(struct buffer *out, size_t times, size_t types, size_t characters)
{
    static const char reserved[15];
    buffer_string(out, "TZif2");
    buffer_add(out, reserved, sizeof reserved);
    add_big_endian(out, 0, 4);
    add_big_endian(out, 0, 4);
    add_big_endian(out, 0, 4);
    add_big_endian(out, times, 4);
    add_big_endian(out, types, 4);
    add_big_endian(out, characters, 4);
}

static void add_type(struct buffer *out, int32_t offset, bool is_summer)
{
    add_big_endian(out, (uint32_t)offset, 4);
    buffer_byte(out, is_summer);
    buffer_byte(out, 0);
}

struct text made_zone_with(struct arena *arena, int32_t offset, const char *footer, const int64_t *times,
                           size_t count)
{
    struct buffer out;
    buffer_init(&out, arena);
    add_header(&out, 0, 1, 4);
    add_type(&out, 0, false);
    buffer_add(&out, "LMT", 4);
    add_header(&out, count, 2, 4);
    for (size_t i = 0; i < count; i++) {
        add_big_endian(&out, (uint64_t)times[i], 8);
    }
    for (size_t i = 0; i < count; i++) {
        buffer_byte(&out, i % 2 == 0);
    }
    add_type(&out, offset, false);
    add_type(&out, offset + 3600, true);
    buffer_add(&out, "LMT", 4);
    buffer_printf(&out, "\n%s\n", footer);
    return buffer_result(&out);
}

struct text made_zone(struct arena *arena, int32_t offset, const char *footer)
{
    return made_zone_with(arena, offset, footer, NULL, 0);
}

const struct zone *zone_of(struct arena *arena, struct text bytes)
{
    const struct zone *zone = NULL;
    struct error error = {0};
    if (zone_read(arena, TEXT("Test/Zone"), bytes, &zone, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    return zone;
}
