/* See links.h; and the events about links: `link` and `unlink`, which people send, and `linked` and
 * `unlinked`, which the other record is told. */
#include "engine/links.h"

#include "base/insist.h"
#include "engine/records.h"

/* --- asking -------------------------------------------------------------------- */

const struct json *link_list(const struct subject *subject, enum link_kind kind)
{
    return json_member_of(&subject->links, link_kind_name(kind));
}

static uint32_t place_of(const struct json *list, struct text reference)
{
    uint32_t i = 0;
    while (i < list->count && !text_equal(json_text(&list->elements[i]), reference)) {
        i++;
    }
    return i;
}

bool link_is_there(const struct subject *subject, enum link_kind kind, struct text reference)
{
    const struct json *list = link_list(subject, kind);
    return list && place_of(list, reference) < list->count;
}

struct text link_merged_into(const struct subject *subject)
{
    const struct json *list = link_list(subject, LINK_MERGED_INTO);
    return list ? json_text(&list->elements[0]) : (struct text){0};
}

bool links_are_whole(const struct json *links)
{
    for (uint32_t i = 0; i < links->count; i++) {
        enum link_kind kind;
        const struct json *list = &links->members[i].value;
        bool whole = link_kind_read(links->members[i].name, &kind) && list->type == JSON_ARRAY &&
                     list->count > 0 && list->count <= LINK_LIMIT;
        for (uint32_t n = 0; whole && n < list->count; n++) {
            whole = json_text(&list->elements[n]).size > 0;
        }
        if (!whole) {
            return false;
        }
    }
    return true;
}

/* --- changing ------------------------------------------------------------------ */

bool link_add(struct planning *planning, enum link_kind kind, struct text reference)
{
    struct subject *subject = planning->subject;
    const struct json *known = link_list(subject, kind);
    if (known && known->count >= LINK_LIMIT) {
        planning_unmet(planning, "form", "A record has at most %d links of one kind.", LINK_LIMIT)->field =
            TEXT("kind");
        return false;
    }
    struct json list = known ? json_shallow(planning->arena, *known) : json_array();
    json_append(planning->arena, &list, json_string(reference));
    json_set(planning->arena, &subject->links, text_of(link_kind_name(kind)), list);
    planning->touched.links = true;
    return true;
}

void link_remove(struct planning *planning, enum link_kind kind, struct text reference)
{
    struct subject *subject = planning->subject;
    struct text name = text_of(link_kind_name(kind));
    const struct json *known = link_list(subject, kind);
    struct json list = json_array();
    insist(known);
    for (uint32_t i = 0; i < known->count; i++) {
        if (!text_equal(json_text(&known->elements[i]), reference)) {
            json_append(planning->arena, &list, known->elements[i]);
        }
    }
    if (list.count) {
        json_set(planning->arena, &subject->links, name, list);
    } else {
        json_unset(&subject->links, name);
    }
    planning->touched.links = true;
}

void link_tell(struct planning *planning, const char *event, enum link_kind kind, struct text reference)
{
    struct json data = json_object();
    json_set(planning->arena, &data, TEXT("kind"), json_string(text_of(link_kind_back(kind))));
    json_set(planning->arena, &data, TEXT("from"), json_string(planning->subject->reference));
    vector_push(planning->arena, &planning->plan->told,
                (struct told){.reference = reference, .event = text_of(event), .data = data});
}

/* --- what the command names -------------------------------------------------------- */

const struct known_record *known_find(const struct planning *planning, struct text asked)
{
    for (size_t i = 0; i < planning->given->known_count; i++) {
        if (text_equal(planning->given->known[i].asked, asked)) {
            return &planning->given->known[i];
        }
    }
    return NULL;
}

static void refuse(struct planning *planning, struct text field, struct text sentence)
{
    planning_unmet(planning, "form", "%.*s", TEXT_ARGS(sentence))->field = field;
}

const struct known_record *known_other(struct planning *planning, const char *field, const char *itself)
{
    struct text asked = text_trim(json_get_text(&planning->event.data, field));
    struct arena *arena = planning->arena;
    const struct known_record *known = known_find(planning, asked);
    if (asked.size == 0) {
        refuse(planning, text_of(field),
               text_printf(arena, "Say which record: “%s” is its reference.", field));
    } else if (!known) {
        refuse(planning, text_of(field), text_printf(arena, "There is no record “%.*s”.", TEXT_ARGS(asked)));
    } else if (text_equal(known->reference, planning->subject->reference)) {
        refuse(planning, text_of(field), text_of(itself));
    } else if (known->merged_into.size) {
        refuse(planning, text_of(field),
               text_printf(arena, "%.*s was merged into %.*s: name that one.", TEXT_ARGS(known->reference),
                           TEXT_ARGS(known->merged_into)));
    } else {
        return known;
    }
    return NULL;
}

static bool read_kind(struct planning *planning, enum link_kind *kind)
{
    if (link_kind_read(json_get_text(&planning->event.data, "kind"), kind) && link_kind_is_by_hand(*kind)) {
        return true;
    }
    refuse(planning, TEXT("kind"), TEXT("Say which link it is: sibling, earlier, later or related."));
    return false;
}

/* --- the events ------------------------------------------------------------------ */

static bool take_link(struct planning *planning)
{
    enum link_kind kind;
    bool valid = read_kind(planning, &kind);
    const struct known_record *other = known_other(planning, "to", "A record cannot be linked to itself.");
    if (!valid || !other) {
        return false;
    }
    if (link_is_there(planning->subject, kind, other->reference)) {
        return true;
    }
    if (!link_add(planning, kind, other->reference)) {
        return false;
    }
    link_tell(planning, "linked", kind, other->reference);
    return run_event(planning, true);
}

/* The other record need not be there any more: the link alone says which it was. */
static bool take_unlink(struct planning *planning)
{
    enum link_kind kind;
    bool valid = read_kind(planning, &kind);
    struct text to = text_trim(json_get_text(&planning->event.data, "to"));
    const struct known_record *known = known_find(planning, to);
    to = known ? known->reference : to;
    if (!valid) {
        return false;
    }
    if (!link_is_there(planning->subject, kind, to)) {
        refuse(planning, TEXT("to"),
               text_printf(planning->arena, "There is no link %s to “%.*s” to take away.",
                           link_kind_name(kind), TEXT_ARGS(to)));
        return false;
    }
    link_remove(planning, kind, to);
    link_tell(planning, "unlinked", kind, to);
    return run_event(planning, true);
}

bool link_is_told(struct planning *planning)
{
    if (planning->command->origin == ORIGIN_RECORD) {
        return true;
    }
    planning_unmet(planning, "not-now", "“%.*s” is told by another record; nobody sends it.",
                   TEXT_ARGS(planning->event.name));
    return false;
}

bool link_hear(struct planning *planning)
{
    return planning->subject->closed != INSTANT_NONE || run_event(planning, true);
}

static bool take_told(struct planning *planning, bool there)
{
    enum link_kind kind;
    struct text from = json_get_text(&planning->event.data, "from");
    if (!link_is_told(planning) || !read_kind(planning, &kind)) {
        return false;
    }
    if (from.size == 0) {
        refuse(planning, TEXT("from"), TEXT("Say which record it is: “from” is its reference."));
        return false;
    }
    if (link_is_there(planning->subject, kind, from) == there) {
        return true;
    }
    if (!there) {
        link_remove(planning, kind, from);
    } else if (!link_add(planning, kind, from)) {
        return false;
    }
    return link_hear(planning);
}

bool links_take(struct planning *planning)
{
    struct text event = planning->event.name;
    if (text_is(event, "linked") || text_is(event, "unlinked")) {
        return take_told(planning, text_is(event, "linked"));
    }
    if (text_is(event, "link")) {
        return take_link(planning);
    }
    if (text_is(event, "unlink")) {
        return take_unlink(planning);
    }
    return merging_take(planning);
}
