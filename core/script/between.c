/* How far apart days are, and which of them are working days: for plugins. */
#include "script/host.h"

/* The day at INDEX, of a date or of an instant; DATE_NONE when it is empty. */
static date day_at(lua_State *lua, int index, const char *function)
{
    const struct box *box = box_at(lua, index);
    if (lua_isnoneornil(lua, index)) {
        return DATE_NONE;
    }
    if (!box || box->kind > BOX_INSTANT) {
        fault_raise(lua, "%s() takes dates and instants, and %s stands there", function,
                    words_at(lua, index));
    }
    return box->kind == BOX_DATE ? box->day : zone_date(host_scope(lua)->world->zone, box->at);
}

static int days_between(lua_State *lua)
{
    date from = day_at(lua, 1, "days_between"), to = day_at(lua, 2, "days_between");
    if (from == DATE_NONE || to == DATE_NONE) {
        lua_pushnil(lua);
    } else {
        lua_pushinteger(lua, (lua_Integer)to - from);
    }
    return 1;
}

static int working_days_between(lua_State *lua)
{
    date from = day_at(lua, 1, "working_days_between"), to = day_at(lua, 2, "working_days_between");
    if (from == DATE_NONE || to == DATE_NONE) {
        lua_pushnil(lua);
        return 1;
    }
    lua_pushinteger(lua, calendar_count(scope_calendar(lua), from, to));
    return 1;
}

static int is_working_day(lua_State *lua)
{
    date day = day_at(lua, 1, "is_working_day");
    if (day == DATE_NONE) {
        lua_pushnil(lua);
    } else {
        lua_pushboolean(lua, calendar_is_working(scope_calendar(lua), day));
    }
    return 1;
}

const luaL_Reg between_functions[] = {
    {"days_between", days_between},
    {"working_days_between", working_days_between},
    {"is_working_day", is_working_day},
    {NULL, NULL},
};
