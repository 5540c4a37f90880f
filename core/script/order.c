/* Comparing dates, instants and durations; the earliest and the latest.
 *
 * A comparison with an empty value is false (LANGUAGE 23), so nil has comparisons too, as long as the other
 * side has to do with time or is empty itself: an empty number beside a number is a mistake and raises. An
 * instant beside a date stands for its local date. */
#include "script/host.h"

static int sign(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Durations that are of one kind: months, or working days, or days and hours, each against the same. */
static int compare_durations(lua_State *lua, struct duration a, struct duration b)
{
    bool months = a.months || b.months, working = a.working_days || b.working_days;
    bool rest = a.days || b.days || a.milliseconds || b.milliseconds;
    if (months + working + rest > 1) {
        fault_raise(
            lua, "these durations cannot be compared: months, working days and days are not the same length "
                 "every time");
    }
    return months    ? sign(a.months, b.months)
           : working ? sign(a.working_days, b.working_days)
                     : sign((int64_t)a.days * 86400000 + a.milliseconds,
                            (int64_t)b.days * 86400000 + b.milliseconds);
}

static date day_of(lua_State *lua, const struct box *box)
{
    return box->kind == BOX_DATE ? box->day : zone_date(host_scope(lua)->world->zone, box->at);
}

static int compare_moments(lua_State *lua, const struct box *a, const struct box *b)
{
    if (a->kind == BOX_INSTANT && b->kind == BOX_INSTANT) {
        return sign(a->at, b->at);
    }
    return sign(day_of(lua, a), day_of(lua, b));
}

static bool is_moment(const struct box *box)
{
    return box && box->kind <= BOX_INSTANT;
}

/* False when one of the two is empty: every comparison fails then. */
static bool compare(lua_State *lua, int *order)
{
    const struct box *a = box_at(lua, 1), *b = box_at(lua, 2);
    bool a_empty = lua_isnil(lua, 1), b_empty = lua_isnil(lua, 2);
    bool a_time = a && a->kind <= BOX_DURATION, b_time = b && b->kind <= BOX_DURATION;
    if ((a_empty && (b_empty || b_time)) || (b_empty && a_time)) {
        return false;
    }
    if (is_moment(a) && is_moment(b)) {
        *order = compare_moments(lua, a, b);
    } else if (a_time && b_time && a->kind == b->kind) {
        *order = compare_durations(lua, a->duration, b->duration);
    } else if (a_empty || b_empty) {
        fault_empty(lua, "%s cannot be compared with %s", words_at(lua, 1), words_at(lua, 2));
    } else {
        fault_raise(lua, "%s cannot be compared with %s", words_at(lua, 1), words_at(lua, 2));
    }
    return true;
}

static int less(lua_State *lua)
{
    int order;
    lua_pushboolean(lua, compare(lua, &order) && order < 0);
    return 1;
}

static int less_or_equal(lua_State *lua)
{
    int order;
    lua_pushboolean(lua, compare(lua, &order) && order <= 0);
    return 1;
}

/* == never raises: what is of another kind is not equal. Lua asks only about two userdata. */
static int equal(lua_State *lua)
{
    const struct box *a = box_at(lua, 1), *b = box_at(lua, 2);
    bool same = false;
    if (is_moment(a) && is_moment(b)) {
        same = compare_moments(lua, a, b) == 0;
    } else if (a && b && a->kind == BOX_DURATION && b->kind == BOX_DURATION) {
        same = duration_equal(a->duration, b->duration);
    }
    lua_pushboolean(lua, same);
    return 1;
}

/* Leaves the first of the arguments from FROM on that is before (WANTED -1) or after (1) the others; nil when
 * all are empty. */
static int extreme(lua_State *lua, int from, int wanted, const char *function)
{
    int best = 0;
    for (int i = from; i <= lua_gettop(lua); i++) {
        if (lua_isnil(lua, i)) {
            continue;
        }
        if (!is_moment(box_at(lua, i))) {
            fault_raise(lua, "%s() takes dates and instants, and %s stands there", function,
                        words_at(lua, i));
        }
        if (!best || compare_moments(lua, box_at(lua, i), box_at(lua, best)) == wanted) {
            best = i;
        }
    }
    if (best) {
        lua_pushvalue(lua, best);
    } else {
        lua_pushnil(lua);
    }
    return 1;
}

static int earliest(lua_State *lua)
{
    return extreme(lua, 1, -1, "earliest");
}

static int latest(lua_State *lua)
{
    return extreme(lua, 1, 1, "latest");
}

/* not_before(a, b): a, but b when that is later; empty while a is. */
static int not_before(lua_State *lua)
{
    lua_settop(lua, 2);
    if (lua_isnil(lua, 1)) {
        lua_pushnil(lua);
        return 1;
    }
    return extreme(lua, 1, 1, "not_before");
}

const luaL_Reg order_functions[] = {
    {"earliest", earliest},
    {"latest", latest},
    {"not_before", not_before},
    {NULL, NULL},
};

static void add_comparisons(lua_State *lua)
{
    static const luaL_Reg comparisons[] = {
        {"__lt", less}, {"__le", less_or_equal}, {"__eq", equal}, {NULL, NULL}};
    luaL_setfuncs(lua, comparisons, 0);
}

void order_open(lua_State *lua)
{
    for (enum box_kind kind = BOX_DATE; kind <= BOX_DURATION; kind++) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, host_of(lua)->metatables[kind]);
        add_comparisons(lua);
        lua_pop(lua, 1);
    }
    lua_pushnil(lua);
    lua_getmetatable(lua, -1);
    add_comparisons(lua);
    lua_pop(lua, 2);
}
