/* Who may do what. Pure: a principal says all that is asked. See access.h. */
#include "access/access.h"

#include "base/insist.h"
#include "engine/command.h"
#include "engine/moving.h"

/* Whether WORD is one of NAMES, which are joined by blanks. */
static bool has_word(struct text names, struct text word)
{
    struct text rest = names, name;
    while (word.size && rest.size && text_split(&rest, ' ', &name)) {
        if (text_equal(name, word)) {
            return true;
        }
    }
    return false;
}

/* Denied by default: what is in no area is not for somebody who is held to some. */
static bool covers(const struct principal *principal, struct text area)
{
    return principal->areas.size == 0 || has_word(principal->areas, area);
}

bool access_allows(const struct principal *principal, enum act act, struct text area)
{
    if (principal->operator_) {
        return true;
    }
    bool somebody = principal->user.size > 0;
    bool works_here = somebody && (principal->all_roles || principal->roles.size > 0);
    switch (act) {
    case ACT_LIST:
        /* A list over all areas is theirs too: whoever makes it keeps to those that they have. */
        return works_here && (area.size == 0 || covers(principal, area));
    case ACT_READ:
    case ACT_WRITE:
    case ACT_OPEN:
    case ACT_REPORT:
        return works_here && covers(principal, area);
    case ACT_IMPORT:
        return somebody && principal->may_import && covers(principal, area);
    case ACT_ADMINISTER:
        return false;
    }
    insist_never();
}

bool access_reads(const struct principal *principal, struct text area, struct text offered)
{
    return access_allows(principal, ACT_READ, area) ||
           (offered.size && access_allows(principal, ACT_READ, offered));
}

bool access_sends(const struct principal *principal, struct text event, struct text area, struct text offered)
{
    if (text_is(event, EVENT_PLUGINS_MOVED)) { /* what holds for a case is no worker's to change */
        return access_allows(principal, ACT_ADMINISTER, area);
    }
    bool here = access_allows(principal, ACT_WRITE, area);
    bool there = offered.size && access_allows(principal, ACT_WRITE, offered);
    enum moving_side side = offered.size ? moving_side(event) : MOVING_HERE;
    return side == MOVING_HERE ? here : side == MOVING_THERE ? there : here || there;
}

bool access_roles(const struct principal *principal, struct text role, struct text *roles, bool *all)
{
    bool every = principal->operator_ || principal->all_roles;
    *roles = role;
    *all = false;
    if (role.size == 0) {
        *roles = every ? (struct text){0} : principal->roles;
        *all = every;
        return true;
    }
    return text_find(role, ' ') == role.size && (every || has_word(principal->roles, role));
}

struct principal access_operator(struct text user)
{
    return (struct principal){.user = user, .operator_ = true, .all_roles = true, .may_import = true};
}
