/* See meter.h. A short list under a lock: plugins are few. */
#include "script/meter.h"

#include "base/thread.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    char name[METER_NAME_LIMIT];
    size_t size;
    uint64_t calls, failures, nanoseconds, worst;
};

struct script_meter {
    lock lock;
    struct reading readings[METER_LIMIT];
    size_t count;
};

struct script_meter *script_meter_new(void)
{
    struct script_meter *meter = memory_new(sizeof *meter);
    *meter = (struct script_meter){0};
    lock_init(&meter->lock);
    return meter;
}

void script_meter_free(struct script_meter *meter)
{
    if (meter) {
        lock_deinit(&meter->lock);
        free(meter);
    }
}

/* NULL: there are too many, or the name is too long. */
static struct reading *reading_of(struct script_meter *meter, struct text plugin)
{
    for (size_t i = 0; i < meter->count; i++) {
        struct reading *reading = &meter->readings[i];
        if (text_equal((struct text){reading->name, reading->size}, plugin)) {
            return reading;
        }
    }
    if (meter->count == METER_LIMIT || plugin.size > METER_NAME_LIMIT) {
        return NULL;
    }
    struct reading *made = &meter->readings[meter->count++];
    made->size = plugin.size;
    memcpy(made->name, plugin.at, plugin.size);
    return made;
}

void script_meter_note(struct script_meter *meter, struct text plugin, uint64_t nanoseconds, bool failed)
{
    lock_take(&meter->lock);
    struct reading *reading = reading_of(meter, plugin);
    if (reading) {
        reading->calls++;
        reading->failures += failed;
        reading->nanoseconds += nanoseconds;
        reading->worst = nanoseconds > reading->worst ? nanoseconds : reading->worst;
    }
    lock_give(&meter->lock);
}

/* In microseconds, to a tenth. */
static struct json microseconds(uint64_t nanoseconds)
{
    return json_real((double)((nanoseconds + 50) / 100) / 10);
}

struct json script_meter_json(struct script_meter *meter, struct arena *arena)
{
    struct json all = json_object();
    lock_take(&meter->lock);
    for (size_t i = 0; i < meter->count; i++) {
        const struct reading *reading = &meter->readings[i];
        struct json one = json_object();
        struct text name = text_copy(arena, (struct text){reading->name, reading->size});
        json_set(arena, &one, TEXT("calls"), json_integer((int64_t)reading->calls));
        json_set(arena, &one, TEXT("failures"), json_integer((int64_t)reading->failures));
        json_set(arena, &one, TEXT("mean"), microseconds(reading->nanoseconds / reading->calls));
        json_set(arena, &one, TEXT("worst"), microseconds(reading->worst));
        json_set(arena, &all, name, one);
    }
    lock_give(&meter->lock);
    return all;
}
