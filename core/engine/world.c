/* Look-ups in a world. See world.h. */
#include "engine/world.h"

const struct definition *world_current(const struct world *world, struct text workflow)
{
    int32_t index = map_get(&world->current, workflow);
    return index == MAP_NONE ? NULL : world->definitions[index];
}

const struct definition *world_definition(const struct world *world, struct text digest_hex)
{
    int32_t index = map_get(&world->by_digest, digest_hex);
    return index == MAP_NONE ? NULL : world->definitions[index];
}

const struct calendar *world_calendar(const struct world *world, struct text name)
{
    for (size_t i = 0; i < world->calendar_count; i++) {
        if (text_equal(world->calendars[i]->name, name)) {
            return world->calendars[i];
        }
    }
    return calendar_weekdays();
}

static bool is_of_area(const struct calendar *calendar, struct text area)
{
    for (size_t i = 0; i < calendar->area_count; i++) {
        if (text_equal(calendar->areas[i], area)) {
            return true;
        }
    }
    return false;
}

const struct calendar *world_area_calendar(const struct world *world, struct text name, struct text area)
{
    for (size_t i = 0; i < world->calendar_count && name.size && area.size; i++) {
        const struct calendar *calendar = world->calendars[i];
        if (text_equal(calendar->extends, name) && is_of_area(calendar, area)) {
            return calendar;
        }
    }
    return world_calendar(world, name);
}

const struct area *world_area(const struct world *world, struct text name, date day)
{
    for (size_t i = 0; i < world->area_count; i++) {
        const struct area *area = &world->areas[i];
        bool served = (area->from == DATE_NONE || day >= area->from) &&
                      (area->until == DATE_NONE || day <= area->until);
        if (served && text_equal(area->name, name)) {
            return area;
        }
    }
    return NULL;
}

const struct plugin *world_plugin(const struct world *world, struct text name)
{
    for (size_t i = 0; i < world->plugin_count; i++) {
        if (text_equal(world->plugins[i].name, name)) {
            return &world->plugins[i];
        }
    }
    return NULL;
}

struct text plugin_hash(struct arena *arena, const struct plugin *plugin)
{
    return digest_start(arena, &plugin->digest, PLUGIN_HASH_SIZE);
}

bool plugin_may(const struct plugin *plugin, const char *capability, struct text for_what)
{
    for (size_t i = 0; i < plugin->permission_count; i++) {
        const struct permission *permission = &plugin->permissions[i];
        if (text_is(permission->capability, capability) && text_equal(permission->for_what, for_what)) {
            return permission->granted;
        }
    }
    return false;
}
