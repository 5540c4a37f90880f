/* Any bytes as a TZif file: an error, or a zone whose answers agree with one another. */
#include "base/insist.h"
#include "time/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void ask(const struct zone *zone, instant when)
{
    struct local_time local = zone_local(zone, when);
    if (local.day == DATE_NONE) {
        return;
    }
    insist(local.milliseconds >= 0 && local.milliseconds < INT64_C(86400000));
    /* The first instant with this local time; a zone may show it again, so never a later one. */
    insist(zone_instant(zone, local) <= when);
    insist(zone_day_start(zone, local.day) <= when);
    insist(zone_day_start(zone, local.day) <= zone_day_end(zone, local.day));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena;
    const struct zone *zone;
    struct error error;
    arena_init(&arena);
    if (zone_read(&arena, TEXT("Fuzz/Zone"), (struct text){(const char *)bytes, size}, &zone, &error) ==
        STATUS_OK) {
        for (instant when = INSTANT_FIRST; when < INSTANT_LAST; when += INT64_C(86400000) * 36525) {
            ask(zone, when);
        }
        for (instant when = 0; when < INT64_C(2000000000000); when += INT64_C(86400000) * 91) {
            ask(zone, when);
        }
    }
    arena_deinit(&arena);
    return 0;
}
