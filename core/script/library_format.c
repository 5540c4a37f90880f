/* string.format: Lua's own does the work once nothing in the pattern or the values could make it raise with
 * words that a case holds, write an address, or write differently from machine to machine. */
#include "script/library.h"

#include "script/host.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* What a conversion may have between its % and its letter, as Lua's own format() has it. */
struct conversion {
    const char *kinds, *flags;
    bool precision;
};

static const struct conversion *conversion_of(char kind)
{
    static const struct conversion conversions[] = {{"di", "-+0 ", true}, {"oxX", "-#0", true},
                                                    {"c", "-", false},    {"aAeEfFgG", "-+#0 ", true},
                                                    {"s", "-", true},     {"q", "", false}};
    for (size_t i = 0; kind && i < sizeof conversions / sizeof *conversions; i++) {
        if (strchr(conversions[i].kinds, kind)) {
            return &conversions[i];
        }
    }
    return NULL;
}

static size_t digits_at(struct text pattern, size_t at)
{
    size_t count = 0;
    while (count < 2 && at + count < pattern.size && isdigit((unsigned char)pattern.at[at + count])) {
        count++;
    }
    return count;
}

/* Where the letter of the conversion stands whose % stands before AT; nothing that Lua would find wrong. */
static size_t conversion_end(lua_State *lua, struct text pattern, size_t at)
{
    size_t flags = at, end = at;
    while (end < pattern.size && pattern.at[end] && strchr("-+#0 ", pattern.at[end])) {
        end++;
    }
    size_t flag_count = end - flags;
    end += digits_at(pattern, end);
    bool wide = end > flags + flag_count, precise = end < pattern.size && pattern.at[end] == '.';
    end += precise ? 1 + digits_at(pattern, end + 1) : 0;
    char kind = end < pattern.size ? pattern.at[end] : '\0';
    const struct conversion *conversion = conversion_of(kind);
    if (kind == 'p') {
        fault_raise(lua, "format() has no %%p here");
    }
    bool fits =
        conversion && flag_count <= 5 && (!precise || conversion->precision) && (!wide || *conversion->flags);
    for (size_t i = 0; fits && i < flag_count; i++) {
        fits = strchr(conversion->flags, pattern.at[flags + i]);
    }
    if (!fits) {
        fault_raise(lua, "format() was given a %% that is followed by nothing that it knows");
    }
    return end;
}

/* There is no %p, and a conversion that is not known is not quoted as Lua does: it may have been put together
 * from a case. */
static void check_format(lua_State *lua, struct text pattern)
{
    for (size_t i = 0; i < pattern.size; i++) {
        if (pattern.at[i] == '%') {
            bool sign = i + 1 < pattern.size && pattern.at[i + 1] == '%';
            i = sign ? i + 1 : conversion_end(lua, pattern, i + 1);
        }
    }
}

/* What is no number has a sign that differs from machine to machine: none of its texts shows it. */
static void unsign(lua_State *lua, int index)
{
    if (lua_type(lua, index) == LUA_TNUMBER && !lua_rawequal(lua, index, index)) {
        lua_pushnumber(lua, copysign(NAN, 1));
        lua_replace(lua, index);
    }
}

int library_format(lua_State *lua)
{
    struct text pattern = text_at(lua, 1, "the pattern of format()");
    int count = lua_gettop(lua);
    budget_charge_bytes(lua, pattern.size);
    check_format(lua, pattern);
    for (int i = 2; i <= count; i++) {
        if (lua_type(lua, i) > LUA_TSTRING) {
            fault_raise(lua, "format() takes texts and numbers, and %s stands there", words_at(lua, i));
        }
        budget_charge_bytes(lua, lua_type(lua, i) == LUA_TSTRING ? lua_rawlen(lua, i) : 64);
        unsign(lua, i);
    }
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, count, 1);
    return 1;
}
