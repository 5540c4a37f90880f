/* See change_people.h. The documents before and after are compared where a person may stand, and nowhere
 * else: a definition without people costs one look at its fields. */
#include "flow/change_people.h"

#include <inttypes.h>

struct parts {
    struct arena *arena;
    VECTOR(struct part_row)
    fresh, gone;
};

/* --- parts ------------------------------------------------------------------ */

static struct text part_name(struct arena *arena, const struct field *field, int64_t item)
{
    return field->list ? text_printf(arena, "%.*s[%" PRId64 "].%.*s", TEXT_ARGS(field->list->name), item,
                                     TEXT_ARGS(field->name))
                       : field->name;
}

static void compare_person(struct parts *parts, const struct field *field, int64_t item,
                           const struct json *before, const struct json *after)
{
    struct text was = json_text(before), is = json_text(after);
    if (text_equal(was, is)) {
        return;
    }
    struct text name = part_name(parts->arena, field, item);
    if (was.size) {
        vector_push(parts->arena, &parts->gone, (struct part_row){was, name});
    }
    if (is.size) {
        vector_push(parts->arena, &parts->fresh, (struct part_row){is, name});
    }
}

/* The item of LIST, which may be NULL or not be a list, with this id. */
static const struct json *item_of(const struct json *list, int64_t id)
{
    for (uint32_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++) {
        if (json_get_integer(&list->elements[i], "id", 0) == id) {
            return &list->elements[i];
        }
    }
    return NULL;
}

static void compare_item(struct parts *parts, const struct field *list, int64_t id, const struct json *before,
                         const struct json *after)
{
    for (size_t i = 0; i < list->of.count; i++) {
        const struct field *field = &list->of.at[i];
        if (field->type == FIELD_PERSON) {
            compare_person(parts, field, id, json_get(before, field->name), json_get(after, field->name));
        }
    }
}

static void compare_list(struct parts *parts, const struct field *list, const struct json *before,
                         const struct json *after)
{
    for (uint32_t i = 0; after && after->type == JSON_ARRAY && i < after->count; i++) {
        int64_t id = json_get_integer(&after->elements[i], "id", 0);
        compare_item(parts, list, id, item_of(before, id), &after->elements[i]);
    }
    for (uint32_t i = 0; before && before->type == JSON_ARRAY && i < before->count; i++) {
        int64_t id = json_get_integer(&before->elements[i], "id", 0);
        if (!item_of(after, id)) {
            compare_item(parts, list, id, &before->elements[i], NULL);
        }
    }
}

static bool holds_people(const struct field *field)
{
    for (size_t i = 0; field->type == FIELD_LIST && i < field->of.count; i++) {
        if (field->of.at[i].type == FIELD_PERSON) {
            return true;
        }
    }
    return field->type == FIELD_PERSON;
}

static void set_parts(struct arena *arena, const struct plan *plan, struct store_change *change)
{
    const struct fields *fields = &plan->after->definition->fields;
    const struct json *was = json_member_of(&plan->before, "data");
    const struct json *is = json_member_of(&plan->document, "data");
    struct parts parts = {.arena = arena};
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->at[i];
        if (!holds_people(field)) {
            continue;
        }
        const struct json *before = json_get(was, field->name), *after = json_get(is, field->name);
        if (field->type == FIELD_PERSON) {
            compare_person(&parts, field, 0, before, after);
        } else {
            compare_list(&parts, field, before, after);
        }
    }
    change->parts = parts.fresh.at;
    change->part_count = parts.fresh.count;
    change->parts_gone = parts.gone.at;
    change->part_gone_count = parts.gone.count;
}

/* --- merges and exceptions --------------------------------------------------------- */

static struct text merged_into(const struct json *document)
{
    const struct json *references = json_member_of(json_member_of(document, "links"), "merged_into");
    return references && references->type == JSON_ARRAY && references->count
               ? json_text(&references->elements[0])
               : (struct text){0};
}

static void set_merged(const struct plan *plan, struct store_change *change)
{
    change->merged_into = merged_into(&plan->document);
    change->merged_changed = !text_equal(merged_into(&plan->before), change->merged_into);
}

/* The register only grows; what differs in it is behind what was there. */
static void set_exceptions(struct arena *arena, const struct plan *plan, struct store_change *change)
{
    const struct json *was = json_member_of(&plan->before, "exceptions");
    const struct json *is = json_member_of(&plan->document, "exceptions");
    uint32_t known = was ? was->count : 0;
    if (!is || is->count <= known) {
        return;
    }
    struct exception_row *rows = arena_array(arena, struct exception_row, is->count - known);
    for (uint32_t i = known; i < is->count; i++) {
        const struct json *one = &is->elements[i];
        rows[i - known] = (struct exception_row){.subject = plan->after->id,
                                                 .place = i,
                                                 .at = json_get_integer(one, "at", 0),
                                                 .by = json_get_text(one, "by"),
                                                 .event = json_get_text(one, "event"),
                                                 .unmet = json_get_text(one, "unmet"),
                                                 .reason = json_get_text(one, "reason"),
                                                 .until = date_read(json_get_text(one, "until"))};
    }
    change->exceptions = rows;
    change->exception_count = is->count - known;
}

void change_people(struct arena *arena, const struct plan *plan, struct store_change *change)
{
    set_parts(arena, plan, change);
    set_merged(plan, change);
    set_exceptions(arena, plan, change);
}
