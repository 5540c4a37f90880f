/* The cases of a person that are here already, as whoever opens another is told of them: those alone that the
 * principal may read. */
#include "api/parts.h"

void show_known(struct call *call, struct json *object)
{
    struct json kept = json_array();
    const struct json *known = json_member_of(object, "known");
    if (!known || known->type != JSON_ARRAY) {
        return;
    }
    for (uint32_t i = 0; i < known->count; i++) {
        struct text area = json_get_text(&known->elements[i], "area");
        if (access_allows(&call->exchange->request.principal, ACT_READ, area)) {
            json_append(call->arena, &kept, known->elements[i]);
        }
    }
    if (kept.count) {
        json_set(call->arena, object, TEXT("known"), kept);
    } else {
        json_unset(object, TEXT("known"));
    }
}

void show_known_of_notes(struct call *call, struct json *object)
{
    const struct json *notes = json_member_of(object, "notes");
    if (notes && json_member_of(notes, "known")) {
        struct json copy = json_shallow(call->arena, *notes);
        show_known(call, &copy);
        json_set(call->arena, object, TEXT("notes"), copy);
    }
}
