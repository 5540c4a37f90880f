/* One question asked for its own sake: what does this rule, action, hook or measure say of this case, and
 * what does it cost? Instructions are counted one by one, which a plan does not need and would pay for. */
#include "script/host.h"

struct asking {
    const struct inquiry *inquiry;
    struct inquiry_answer *answer;
};

static int ask_rule(lua_State *lua)
{
    const struct asking *asking = lua_touserdata(lua, 1);
    const struct inquiry *inquiry = asking->inquiry;
    struct inquiry_answer *answer = asking->answer;
    const struct definition *definition = host_scope(lua)->subject->definition;
    int32_t index = map_get(&definition->rules_by_name, inquiry->name);
    struct rule_result result;
    if (!inquiry->timed) {
        rule_place_first(lua, inquiry->name, answer); /* an answer may never come */
    }
    rule_ask(lua, &definition->rules[index], 0, &result);
    *answer =
        (struct inquiry_answer){.value = result.value, .sentence = result.sentence, .plugin = result.plugin};
    const struct plugin *plugin =
        result.plugin.size ? world_plugin(host_scope(lua)->world, result.plugin) : NULL;
    if (plugin && !inquiry->timed) {
        rule_place(lua, plugin, inquiry->name, answer);
    }
    return 0;
}

static int do_nothing(lua_State *lua)
{
    (void)lua;
    return 0;
}

static void count_one(lua_State *lua, lua_Debug *record)
{
    (void)record;
    host_of(lua)->counted++;
    budget_charge(lua, 1);
}

static enum status ask_it(struct script *host, const struct inquiry *inquiry, const struct scope *scope,
                          struct inquiry_answer *answer, struct error *error)
{
    struct asking asking = {inquiry, answer};
    if (inquiry->kind == INQUIRY_NOTHING) {
        return host_protect(host, scope, do_nothing, &asking, error);
    }
    if (inquiry->kind == INQUIRY_RULE) {
        return host_protect(host, scope, ask_rule, &asking, error);
    }
    if (inquiry->kind == INQUIRY_MEASURE) {
        bool told = false;
        return rules_measure(host, inquiry->name, scope, &told, &answer->value, error);
    }
    return inquiry->kind == INQUIRY_ACTION ? rules_act(host, inquiry->name, scope, &answer->effects, error)
                                           : rules_hook(host, inquiry->name, scope, &answer->effects, error);
}

/* SCOPE in a world in which PLUGIN answers for the case's area. False: the area is not served on that day. */
static bool put_in_place(struct arena *arena, const struct plugin *plugin, const struct scope *scope,
                         struct world *world)
{
    const struct area *served = world_area(scope->world, scope->subject->area, today_of(scope));
    struct area *areas = arena_array(arena, struct area, world->area_count);
    for (size_t i = 0; served && i < world->area_count; i++) {
        areas[i] = world->areas[i];
        if (&world->areas[i] == served) {
            areas[i].plugin = (uint16_t)(plugin - world->plugins);
        }
    }
    world->areas = areas;
    return served;
}

/* Whether NAME is "REPORT.ROW" of one of its reports. */
static bool has_row(const struct definition *definition, struct text name)
{
    struct text row = name, report;
    if (!text_split(&row, '.', &report)) {
        return false;
    }
    for (size_t i = 0; i < definition->measure_count; i++) {
        const struct measure *measure = &definition->measures[i];
        for (size_t n = 0; text_equal(measure->name, report) && n < measure->row_count; n++) {
            if (text_equal(measure->rows[n].name, row)) {
                return true;
            }
        }
    }
    return false;
}

enum status rules_inquire(void *self, const struct inquiry *inquiry, const struct scope *scope,
                          struct inquiry_answer *answer, struct error *error)
{
    struct script *host = self;
    struct world world = *scope->world;
    struct scope asked = *scope;
    struct text name = inquiry->name, area = scope->subject->area;
    *answer = (struct inquiry_answer){0};
    if (inquiry->kind == INQUIRY_RULE &&
        map_get(&scope->subject->definition->rules_by_name, name) == MAP_NONE) {
        return error_set(error, STATUS_NOT_FOUND, "The workflow %.*s declares no rule %.*s.",
                         TEXT_ARGS(scope->subject->definition->name), TEXT_ARGS(name));
    }
    if (inquiry->kind == INQUIRY_MEASURE && !has_row(scope->subject->definition, name)) {
        return error_set(error, STATUS_NOT_FOUND, "No report of the workflow %.*s has a row %.*s.",
                         TEXT_ARGS(scope->subject->definition->name), TEXT_ARGS(name));
    }
    if (inquiry->plugin.size) {
        const struct plugin *plugin = world_plugin(&world, inquiry->plugin);
        if (!plugin) {
            return error_set(error, STATUS_NOT_FOUND, "There is no plugin %.*s here.",
                             TEXT_ARGS(inquiry->plugin));
        }
        if (!put_in_place(host->arena, plugin, scope, &world)) {
            return error_set(error, STATUS_NOT_FOUND,
                             "No plugin serves the area “%.*s” on that day, so none can stand in its place.",
                             TEXT_ARGS(area));
        }
        asked.world = &world;
    }
    host->counted = 0;
    if (!inquiry->timed) {
        lua_sethook(host->lua, count_one, LUA_MASKCOUNT, 1);
    }
    enum status status = ask_it(host, inquiry, &asked, answer, error);
    budget_watch(host->lua);
    answer->instructions = host->counted;
    return status;
}
