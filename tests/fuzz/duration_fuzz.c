/* Any bytes as a duration and as an instant: an error, or a value that is written so that it is read again.
 */
#include "base/insist.h"
#include "time/duration.h"
#include "time/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct arena arena;
    struct duration duration, again;
    struct error error;
    arena_init(&arena);
    if (duration_read(text, &duration, &error) == STATUS_OK) {
        insist(duration_read(duration_write(&arena, duration), &again, NULL) == STATUS_OK);
        insist(duration_equal(duration, again));
        insist(duration_read(duration_words(&arena, duration), &again, NULL) == STATUS_OK);
        insist(duration_equal(duration, again));
    }
    instant at = instant_read(zone_utc(), text);
    if (at != INSTANT_NONE) {
        char written[INSTANT_TEXT_SIZE];
        insist(instant_read(zone_utc(), text_of(instant_write(at, written))) == at);
    }
    arena_deinit(&arena);
    return 0;
}
