/* Dates, instants and durations as Lua has them, and their arithmetic (LANGUAGE 23, 25).
 *
 * An empty operand makes the result empty. An instant plus days, months or working days, were it none of
 * them, is a date; plus hours or less, an instant. Two dates a distance apart are days; two instants, elapsed
 * time. Working days are those of the workflow's calendar. */
#include "script/host.h"

struct box *box_new(lua_State *lua, enum box_kind kind)
{
    struct script *host = host_of(lua);
    struct box *box = lua_newuserdatauv(lua, sizeof *box, 0);
    *box = (struct box){.kind = kind, .generation = kind <= BOX_DURATION ? 0 : host->generation};
    lua_rawgeti(lua, LUA_REGISTRYINDEX, host->metatables[kind]);
    lua_setmetatable(lua, -2);
    return box;
}

struct box *box_at(lua_State *lua, int index)
{
    if (lua_type(lua, index) != LUA_TUSERDATA) {
        return NULL;
    }
    struct box *box = lua_touserdata(lua, index);
    if (box->generation && box->generation != host_of(lua)->generation) {
        fault_raise(lua, "what a case holds cannot be kept from one call to the next");
    }
    return box;
}

struct box *box_of_kind(lua_State *lua, int index, enum box_kind kind)
{
    struct box *box = box_at(lua, index);
    return box && box->kind == kind ? box : NULL;
}

void push_date(lua_State *lua, date day)
{
    if (day == DATE_NONE) {
        lua_pushnil(lua);
    } else {
        box_new(lua, BOX_DATE)->day = day;
    }
}

void push_instant(lua_State *lua, instant at)
{
    if (at == INSTANT_NONE) {
        lua_pushnil(lua);
    } else {
        box_new(lua, BOX_INSTANT)->at = at;
    }
}

void push_moment(lua_State *lua, struct moment moment)
{
    if (moment.kind == MOMENT_DATE) {
        push_date(lua, moment.day);
    } else {
        push_instant(lua, moment.kind == MOMENT_INSTANT ? moment.at : INSTANT_NONE);
    }
}

void push_duration(lua_State *lua, struct duration duration)
{
    box_new(lua, BOX_DURATION)->duration = duration;
}

void push_text(lua_State *lua, struct text text)
{
    lua_pushlstring(lua, text.at ? text.at : "", text.size);
}

void push_optional(lua_State *lua, struct text text)
{
    if (text.size) {
        push_text(lua, text);
    } else {
        lua_pushnil(lua);
    }
}

struct text text_at(lua_State *lua, int index, const char *what)
{
    if (lua_type(lua, index) != LUA_TSTRING) {
        fault_raise(lua, "%s must be a text, and %s stands there", what, words_at(lua, index));
    }
    struct text text;
    text.at = lua_tolstring(lua, index, &text.size);
    return text;
}

date today_of(const struct scope *scope)
{
    return zone_date(scope->world->zone, scope->now);
}

/* --- making them --- */

static int32_t whole_number(lua_State *lua, int index, const char *function)
{
    int whole = 0;
    lua_Integer number = lua_type(lua, index) == LUA_TNUMBER ? lua_tointegerx(lua, index, &whole) : 0;
    if (!whole) {
        fault_raise(lua, "%s() takes a whole number, and %s stands there", function, words_at(lua, index));
    }
    if (number < -1000000 || number > 1000000) {
        fault_raise(lua, "%s() was given a number that is too large", function);
    }
    return (int32_t)number;
}

static int make_date(lua_State *lua)
{
    date day;
    if (lua_gettop(lua) == 1) {
        const struct box *box = box_of_kind(lua, 1, BOX_INSTANT);
        if (box_of_kind(lua, 1, BOX_DATE)) {
            return 1;
        }
        if (box) {
            push_date(lua, zone_date(host_scope(lua)->world->zone, box->at));
            return 1;
        }
        day = date_read(text_at(lua, 1, "what date() is given"));
    } else {
        day =
            date_of(whole_number(lua, 1, "date"), whole_number(lua, 2, "date"), whole_number(lua, 3, "date"));
    }
    if (day == DATE_NONE) {
        fault_raise(lua, "date() was not given a day such as \"2026-12-28\" or 2026, 12, 28");
    }
    push_date(lua, day);
    return 1;
}

enum { LIMIT_MONTHS = 1200, LIMIT_DAYS = 366000 };

static int make_duration(lua_State *lua, struct duration duration)
{
    int64_t most = (int64_t)LIMIT_DAYS * 86400000;
    if (duration.months > LIMIT_MONTHS || duration.months < -LIMIT_MONTHS || duration.days > LIMIT_DAYS ||
        duration.days < -LIMIT_DAYS || duration.working_days > LIMIT_DAYS ||
        duration.working_days < -LIMIT_DAYS || duration.milliseconds > most ||
        duration.milliseconds < -most) {
        fault_raise(lua, "a duration can be at most %d months or %d days long", LIMIT_MONTHS, LIMIT_DAYS);
    }
    push_duration(lua, duration);
    return 1;
}

static int make_hours(lua_State *lua)
{
    return make_duration(lua,
                         (struct duration){.milliseconds = (int64_t)whole_number(lua, 1, "hours") * 3600000});
}

static int make_days(lua_State *lua)
{
    return make_duration(lua, (struct duration){.days = whole_number(lua, 1, "days"), .civil = true});
}

static int make_weeks(lua_State *lua)
{
    return make_duration(lua, (struct duration){.days = whole_number(lua, 1, "weeks") * 7, .civil = true});
}

static int make_months(lua_State *lua)
{
    return make_duration(lua, (struct duration){.months = whole_number(lua, 1, "months"), .civil = true});
}

static int make_years(lua_State *lua)
{
    return make_duration(lua, (struct duration){.months = whole_number(lua, 1, "years") * 12, .civil = true});
}

static int make_working_days(lua_State *lua)
{
    return make_duration(
        lua, (struct duration){.working_days = whole_number(lua, 1, "working_days"), .civil = true});
}

const struct calendar *scope_calendar(lua_State *lua)
{
    const struct scope *scope = host_scope(lua);
    return world_area_calendar(scope->world, scope->subject->definition->calendar, scope->subject->area);
}

static int office_open(lua_State *lua)
{
    const struct scope *scope = host_scope(lua);
    lua_pushboolean(lua, calendar_is_open(scope_calendar(lua), scope->world->zone, scope->now));
    return 1;
}

static int financial_year(lua_State *lua)
{
    push_date(lua, date_financial_year(today_of(host_scope(lua))));
    return 1;
}

const luaL_Reg values_functions[] = {
    {"date", make_date},
    {"hours", make_hours},
    {"days", make_days},
    {"weeks", make_weeks},
    {"months", make_months},
    {"years", make_years},
    {"working_days", make_working_days},
    {"financial_year", financial_year},
    {"office_open", office_open},
    {NULL, NULL},
};

/* --- arithmetic --- */

static int add_to_date(lua_State *lua, date day, struct duration duration)
{
    if (duration.milliseconds) {
        fault_raise(lua, "a date has no hours: add days, weeks, months or working days to it");
    }
    date sum = date_add(duration.working_days ? scope_calendar(lua) : calendar_weekdays(), day, duration);
    if (sum == DATE_NONE) {
        fault_raise(lua, "a date lies outside of the years 1 to 9999");
    }
    push_date(lua, sum);
    return 1;
}

static int add_to_instant(lua_State *lua, instant at, struct duration duration)
{
    const struct zone *zone = host_scope(lua)->world->zone;
    if (duration_is_civil(duration) && !duration.milliseconds) {
        return add_to_date(lua, zone_date(zone, at), duration);
    }
    instant sum = instant_add(scope_calendar(lua), zone, at, duration);
    if (sum == INSTANT_NONE) {
        fault_raise(lua, "an instant lies outside of the years 1 to 9999");
    }
    push_instant(lua, sum);
    return 1;
}

static bool is_value(const struct box *box)
{
    return box && box->kind <= BOX_DURATION;
}

_Noreturn static void cannot(lua_State *lua, const char *verb)
{
    if (lua_isnil(lua, 1) || lua_isnil(lua, 2)) {
        fault_empty(lua, "%s cannot be %s %s", words_at(lua, 1), verb, words_at(lua, 2));
    }
    fault_raise(lua, "%s cannot be %s %s", words_at(lua, 1), verb, words_at(lua, 2));
}

/* True, with nil pushed, when one operand is empty and the other has to do with time; two empty ones count as
 * that. */
static bool empty_operand(lua_State *lua, const struct box *a, const struct box *b)
{
    bool empty =
        (lua_isnil(lua, 1) && (is_value(b) || lua_isnil(lua, 2))) || (lua_isnil(lua, 2) && is_value(a));
    if (empty) {
        lua_pushnil(lua);
    }
    return empty;
}

static int add(lua_State *lua)
{
    const struct box *a = box_at(lua, 1), *b = box_at(lua, 2);
    if (empty_operand(lua, a, b)) {
        return 1;
    }
    if (!is_value(a) || !is_value(b)) {
        cannot(lua, "added to");
    }
    const struct box *length = b->kind == BOX_DURATION ? b : a;
    const struct box *other = length == b ? a : b;
    if (length->kind != BOX_DURATION) {
        cannot(lua, "added to");
    }
    switch (other->kind) {
    case BOX_DATE:
        return add_to_date(lua, other->day, length->duration);
    case BOX_INSTANT:
        return add_to_instant(lua, other->at, length->duration);
    default:
        return make_duration(lua, duration_added(a->duration, b->duration));
    }
}

static date local_day(lua_State *lua, const struct box *box)
{
    return box->kind == BOX_DATE ? box->day : zone_date(host_scope(lua)->world->zone, box->at);
}

static int subtract(lua_State *lua)
{
    const struct box *a = box_at(lua, 1), *b = box_at(lua, 2);
    if (empty_operand(lua, a, b)) {
        return 1;
    }
    if (!is_value(a) || !is_value(b) || (a->kind == BOX_DURATION && b->kind != BOX_DURATION)) {
        cannot(lua, "reduced by");
    }
    if (b->kind == BOX_DURATION) {
        struct duration less = duration_negated(b->duration);
        return a->kind == BOX_DATE      ? add_to_date(lua, a->day, less)
               : a->kind == BOX_INSTANT ? add_to_instant(lua, a->at, less)
                                        : make_duration(lua, duration_added(a->duration, less));
    }
    if (a->kind == BOX_INSTANT && b->kind == BOX_INSTANT) {
        push_duration(lua, (struct duration){.milliseconds = a->at - b->at});
    } else {
        push_duration(lua, (struct duration){.days = local_day(lua, a) - local_day(lua, b), .civil = true});
    }
    return 1;
}

static int multiply(lua_State *lua)
{
    const struct box *length = box_of_kind(lua, 1, BOX_DURATION);
    int other = length ? 2 : 1;
    length = length ? length : box_of_kind(lua, 2, BOX_DURATION);
    if (!length || lua_type(lua, other) != LUA_TNUMBER) {
        cannot(lua, "multiplied by");
    }
    int32_t factor = whole_number(lua, other, "a duration's factor");
    return make_duration(lua,
                         duration_times(length->duration, factor)); /* which stops at the ends of its types */
}

static int negate(lua_State *lua)
{
    const struct box *length = box_of_kind(lua, 1, BOX_DURATION);
    if (!length) {
        fault_raise(lua, "only a duration or a number can be negated, not %s", words_at(lua, 1));
    }
    push_duration(lua, duration_negated(length->duration));
    return 1;
}

static void put(lua_State *lua, int table, const char *name, lua_CFunction function)
{
    lua_pushcfunction(lua, function);
    lua_setfield(lua, table, name);
}

void values_open(lua_State *lua)
{
    for (enum box_kind kind = BOX_DATE; kind <= BOX_DURATION; kind++) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, host_of(lua)->metatables[kind]);
        int table = lua_gettop(lua);
        put(lua, table, "__add", add);
        put(lua, table, "__sub", subtract);
        put(lua, table, "__mul", multiply);
        put(lua, table, "__unm", negate);
        lua_pop(lua, 1);
    }
    lua_pushnil(lua);
    lua_newtable(lua);
    int table = lua_gettop(lua);
    put(lua, table, "__add", add);
    put(lua, table, "__sub", subtract);
    lua_setmetatable(lua, -2);
    lua_pop(lua, 1);
}
