/* A user of a story who is held to an area does nothing in another, but answers what is offered to hers; as
 * access/ has it for those who are known by a token. */
#include "engine/moving.h"
#include "workbench/playing.h"

static bool may_act(struct text own, struct text area, struct text offered, struct text event)
{
    bool here = area.size == 0 || text_equal(own, area);
    bool there = offered.size && text_equal(own, offered);
    enum moving_side side = offered.size ? moving_side(event) : MOVING_HERE;
    return side == MOVING_HERE ? here : side == MOVING_THERE ? there : here || there;
}

bool play_is_elsewhere(struct play *play, const struct acting *acting, struct text area, struct text offered,
                       struct happened *happened)
{
    struct json unmet = json_object(), list = json_array();
    bool here = text_equal(acting->area, area);
    struct text where = here ? offered : area;
    if (acting->area.size == 0 || may_act(acting->area, area, offered, happened->event)) {
        return false;
    }
    json_set(play->arena, &unmet, TEXT("code"), json_string(TEXT("area")));
    json_set(play->arena, &unmet, TEXT("text"),
             json_string(text_printf(play->arena, "%.*s works in %.*s, and this case is %s %.*s.",
                                     TEXT_ARGS(acting->actor), TEXT_ARGS(acting->area),
                                     here ? "offered to" : "in", TEXT_ARGS(where))));
    json_append(play->arena, &list, unmet);
    happened->answer = json_object();
    json_set(play->arena, &happened->answer, TEXT("outcome"), json_string(TEXT("refused")));
    json_set(play->arena, &happened->answer, TEXT("unmet"), list);
    return true;
}
